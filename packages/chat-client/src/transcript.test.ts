import type { Entry } from '@throughline/protocol';
import { expect, it } from 'vitest';
import { Transcript } from './transcript.js';

const base = { at: '2026-03-02T09:00:00.000Z', party: { role: 'customer' } } as const;
const message = (seq: number, text: string): Entry => ({
  ...base,
  kind: 'message',
  seq,
  id: `m${seq}`,
  text,
  maskedTypes: [],
});
const redaction = (seq: number, redacts: string, text: string): Entry => ({
  ...base,
  kind: 'redacted',
  seq,
  id: `r${seq}`,
  redacts,
  text,
  maskedTypes: ['CREDIT_CARD'],
});

it('[CLIENT-12] replaces the message that a redaction names, also when it overtakes that message', () => {
  const transcript = new Transcript();
  transcript.add([redaction(3, 'm1', 'hidden'), message(2, 'other')]);
  transcript.add([message(1, '4111 1111')]);
  transcript.add([redaction(4, 'm2', 'hidden too')]);
  const [first, second, ...rest] = transcript.entries;
  expect(first).toMatchObject({ seq: 1, text: 'hidden', maskedTypes: ['CREDIT_CARD'] });
  expect(second).toMatchObject({ seq: 2, text: 'hidden too' });
  expect(rest.map(({ seq }) => seq)).toEqual([3, 4]);
});

it('[CLIENT-12] [CONT-4] leaves nothing of the content of a message that is redacted', () => {
  const transcript = new Transcript();
  const content = { kind: 'quick-replies', text: '4111 1111', replies: [] } as const;
  transcript.add([{ ...message(1, '4111 1111'), content } as Entry, redaction(2, 'm1', 'hidden')]);
  expect(transcript.entries[0]).toMatchObject({ text: 'hidden' });
  expect(transcript.entries[0]).not.toHaveProperty('content');
});
