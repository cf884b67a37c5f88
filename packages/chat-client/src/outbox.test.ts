import type { SendCommand } from '@throughline/protocol';
import { describe, expect, it } from 'vitest';
import { Outbox } from './outbox.js';

/** An outbox whose connection is up or down as the test says, and whose timers run when the test says. */
function anOutbox() {
  const sent: string[] = [];
  const sentTo: string[] = [];
  const timers: (() => void)[] = [];
  const link = { isUp: true };
  let ids = 0;
  const outbox: Outbox = new Outbox(
    {
      setTimer: (callback) => {
        timers.push(callback);
        return () => timers.splice(timers.indexOf(callback), 1);
      },
      now: () => 0,
      random: () => 0,
      newId: () => {
        ids += 1;
        return String(ids);
      },
    },
    {
      send: ({ id, conversationId }: SendCommand) => {
        if (!link.isUp) return false;
        sent.push(id);
        sentTo.push(conversationId);
        return true;
      },
      onChange: () => undefined,
      onDue: () => outbox.pump('c'),
    },
  );
  const elapse = () => {
    for (const run of timers.splice(0)) run();
  };
  return { outbox, sent, sentTo, link, elapse };
}

const unavailable = (ref: string) =>
  ({ type: 'error', code: 'unavailable', message: '', retryable: true, ref }) as const;

describe('the outbox', () => {
  it('[CLIENT-6] keeps what is written offline and sends it in order', () => {
    const { outbox, sent, link } = anOutbox();
    link.isUp = false;
    for (const text of ['a', 'b', 'c']) outbox.add(text);
    outbox.pump('c');
    expect(sent).toEqual([]);
    link.isUp = true;
    outbox.pump('c');
    expect(sent).toEqual(['1', '2', '3']);
  });

  it('[CLIENT-17] sends an answer to the conversation that asked, also when another one is live by then', () => {
    const { outbox, sentTo, link } = anOutbox();
    link.isUp = false;
    const given = { kind: 'picked', ids: ['yes'] } as const;
    const id = outbox.add('Yes', { kind: 'answer', toSeq: 3, given }, 'asked here');
    outbox.add('And a message');
    link.isUp = true;
    outbox.pump('live by then');
    expect(sentTo).toEqual(['asked here', 'live by then']);
    outbox.refuse({ type: 'error', code: 'conversation_ended', message: '', retryable: false, ref: id });
    outbox.retry(id);
    outbox.pump('live by then');
    expect(sentTo.at(-1)).toBe('asked here');
  });

  it('[CLIENT-6] [T3] sends again under the same ids what a lost connection did not acknowledge', () => {
    const { outbox, sent } = anOutbox();
    for (const text of ['a', 'b']) outbox.add(text);
    outbox.pump('c');
    outbox.acknowledge('1');
    outbox.interrupt();
    outbox.pump('c');
    expect(sent).toEqual(['1', '2', '2']);
  });

  it('[CLIENT-6] [T3] goes on after a navigation: first what was left, under its ids, to its conversation', () => {
    const before = anOutbox();
    for (const text of ['a', 'b']) before.outbox.add(text);
    before.outbox.pump('c');
    before.outbox.acknowledge('1');
    before.outbox.refuse({ ...unavailable('2'), code: 'internal', retryable: false });
    before.link.isUp = false;
    before.outbox.add('c');

    const { outbox, sent } = anOutbox();
    outbox.add('new');
    outbox.restore(before.outbox.kept.map((kept) => ({ ...kept, id: `left-${kept.id}` })));
    expect(outbox.pending.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'left-2 failed',
      'left-3 waiting',
      '1 waiting',
    ]);
    outbox.pump('c');
    expect(sent).toEqual(['left-3', '1']);
  });

  it('[CLIENT-6] [WIRE-23] sends what was refused for now first and alone, and the rest once it is stored', () => {
    const { outbox, sent, elapse } = anOutbox();
    for (const text of ['a', 'b', 'c']) outbox.add(text);
    outbox.pump('c');
    for (const id of ['1', '2', '3']) outbox.refuse(unavailable(id));
    outbox.pump('c');
    expect(sent).toEqual(['1', '2', '3']);
    elapse();
    expect(sent).toEqual(['1', '2', '3', '1']);
    outbox.acknowledge('1');
    outbox.pump('c');
    expect(sent).toEqual(['1', '2', '3', '1', '2', '3']);
  });
});
