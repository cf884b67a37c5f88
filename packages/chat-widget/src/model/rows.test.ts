import { describe, expect, test } from 'vitest';
import {
  agentSays,
  chat,
  customerSays,
  lifecycle,
  NOW,
  pending,
  ready,
} from '../../test-support/snapshots.js';
import { noteText } from './note-text.js';
import { rowsOf as bareRowsOf, type MessageRow, type Row } from './rows.js';

const DAY_MS = 24 * 3_600_000;

const rowsOf: typeof bareRowsOf = (snapshot, now) => bareRowsOf(snapshot, now, noteText);

const messagesOf = (rows: readonly Row[]): MessageRow[] => rows.filter((row) => row.kind === 'message');
const textsOf = (rows: readonly Row[]) => rows.map((row) => row.text);

describe('rowsOf', () => {
  test('puts pending messages after committed ones', () => {
    const snapshot = { ...chat([agentSays(1, 'a')]), pending: [pending('p', 'b')] };
    expect(textsOf(messagesOf(rowsOf(snapshot, NOW)))).toEqual(['a', 'b']);
  });

  test('shows a message once when it is both committed and still pending', () => {
    const snapshot = { ...chat([customerSays(1, 'a')]), pending: [pending('m1', 'a')] };
    expect(messagesOf(rowsOf(snapshot, NOW))).toHaveLength(1);
  });

  test('marks only the newest own message of each mark, and every failed one', () => {
    const entries = [1, 2, 3, 4, 5, 6].map((seq) => customerSays(seq, String(seq)));
    const failed = { status: 'failed', error: 'internal' } as const;
    const snapshot = {
      ...chat(entries, { agentReceipts: { readSeq: 2, deliveredSeq: 4 } }),
      pending: [pending('p1', '7', failed), pending('p2', '8', failed), pending('p3', '9')],
    };
    const marks = messagesOf(rowsOf(snapshot, NOW)).map((row) => row.mark);
    const committed = [null, 'read', null, 'delivered', null, 'sent'];
    expect(marks).toEqual([...committed, 'failed', 'failed', 'sending']);
  });

  test("leaves the agent's messages without marks and without what was masked in them", () => {
    const [row] = messagesOf(rowsOf(chat([agentSays(1, 'a')]), NOW));
    expect(row).toMatchObject({ own: false, mark: null, maskedTypes: [] });
  });

  test('groups messages of one author until somebody else speaks, something happens or five minutes pass', () => {
    const entries = [
      agentSays(1, 'a', 1),
      agentSays(2, 'b', 2),
      customerSays(3, 'c'),
      agentSays(4, 'd', 4),
      lifecycle(5, 'left'),
      agentSays(6, 'e', 6),
      agentSays(7, 'f', 21),
    ];
    const rows = messagesOf(rowsOf(chat(entries), NOW));
    const runs = rows.map(({ first, last, text }) => `${first ? '[' : ''}${text}${last ? ']' : ''}`).join('');
    expect(runs).toBe('[ab][c][d][e][f]');
  });

  test('names the days', () => {
    const sentAt = (at: number, id: string) => pending(id, id, { createdAt: at });
    const snapshot = {
      ...ready,
      pending: [sentAt(NOW - 9 * DAY_MS, 'a'), sentAt(NOW - DAY_MS, 'b'), sentAt(NOW, 'c')],
    };
    expect(textsOf(rowsOf(snapshot, NOW))).toEqual(['Monday, March 2', 'a', 'Yesterday', 'b', 'Today', 'c']);
  });

  test.each([
    [lifecycle(1, 'joined'), 'Sam joined'],
    [lifecycle(1, 'left'), 'Sam left — finding another agent'],
    [lifecycle(1, 'ended'), 'Sam ended the chat'],
    [lifecycle(1, 'ended', { role: 'customer' }), 'You ended the chat'],
    [{ ...lifecycle(1, 'ended', { role: 'customer' }), reason: 'callback' as const }, 'This chat has ended'],
    [lifecycle(1, 'ended', { role: 'system' }), 'This chat has ended'],
    [lifecycle(1, 'joined', { role: 'agent' }), 'Agent joined'],
  ])('says who did what (%#)', (entry, words) => {
    expect(rowsOf(chat([entry]), NOW)[1]).toMatchObject({ kind: 'notice', text: words });
  });

  test('gives every row a key of its own', () => {
    const shuffled = [NOW, NOW - DAY_MS, NOW].map((createdAt, index) =>
      pending(`p${index}`, 'x', { createdAt }),
    );
    const keys = rowsOf({ ...ready, pending: shuffled }, NOW).map((row) => row.key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
