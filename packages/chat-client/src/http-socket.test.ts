import type { ExchangeAnswer, ExchangeRequest } from '@throughline/protocol/exchange';
import { expect, it } from 'vitest';
import { settle } from '../test-support/manual-time.js';
import { HttpSocket } from './http-socket.js';

interface Asked {
  readonly frames: readonly { readonly type: string; readonly resume?: object }[];
  readonly seen: string;
  readonly signal: AbortSignal;
  answer(events: readonly object[], more?: Partial<ExchangeAnswer>): Promise<void>;
  fail(): Promise<void>;
}

/** A socket that said hello, and every exchange that it asked for. */
async function aSocket() {
  const asked: Asked[] = [];
  const received: unknown[] = [];
  const closed: number[] = [];
  const socket = new HttpSocket('/support/v1/frames', (_url, init) => {
    const { frames, seen } = JSON.parse(String(init?.body)) as ExchangeRequest;
    let resolve: (response: Response) => void = () => undefined;
    let reject: (error: unknown) => void = () => undefined;
    const promise = new Promise<Response>((...settlers) => {
      [resolve, reject] = settlers;
    });
    const signal = init?.signal as AbortSignal;
    signal.addEventListener('abort', () => reject(signal.reason));
    asked.push({
      frames: frames.map((frame) => JSON.parse(frame)),
      seen,
      signal,
      answer: (events, more) => {
        const answer = { frames: events.map((event) => JSON.stringify(event)), seen: 'a', ...more };
        resolve(Response.json(answer));
        return settle();
      },
      fail: () => {
        reject(new TypeError('no network'));
        return settle();
      },
    });
    return promise;
  });
  socket.onopen = () => socket.send(JSON.stringify({ type: 'hello', v: 1 }));
  socket.onmessage = ({ data }: { data: string }) => received.push(JSON.parse(data));
  socket.onclose = ({ code }: { code: number }) => closed.push(code);
  await settle();
  const last = () => asked.at(-1) as Asked;
  const send = async (...frames: object[]) => {
    for (const frame of frames) socket.send(JSON.stringify(frame));
    await settle();
  };
  return { socket, asked, received, closed, last, send };
}

const WELCOME = { type: 'welcome', conversation: { id: 'c' } };
const entries = (...seqs: number[]) => ({
  type: 'entries',
  conversationId: 'c',
  entries: seqs.map((seq) => ({ seq })),
});

it('[CLIENT-15] asks again from where its copy ends, and says what it has seen', async () => {
  const { asked, received, last } = await aSocket();
  expect(last()).toMatchObject({ frames: [{ type: 'hello' }], seen: '' });
  await last().answer([WELCOME, entries(1, 2)]);
  expect(received).toEqual([WELCOME, entries(1, 2)]);
  expect(last()).toMatchObject({ frames: [{ resume: { conversationId: 'c', lastSeq: 2 } }], seen: 'a' });
  // Behind a gap, and of another conversation: both come again.
  await last().answer([entries(5), { ...entries(3), conversationId: 'other' }]);
  expect(last().frames).toMatchObject([{ resume: { conversationId: 'c', lastSeq: 2 } }]);
  await last().answer([]);
  expect(received.at(-1)).toMatchObject({ type: 'heartbeat' });
  expect(asked).toHaveLength(4);
});

it('[CLIENT-15] has one exchange under way, gives up one that only waits, and none with commands', async () => {
  const { socket, asked, last, send } = await aSocket();
  await last().answer([WELCOME]);
  const poll = last();
  expect(socket.isBusy).toBe(false);
  const sending = send({ type: 'typing' }, { type: 'send', id: '1' });
  expect(socket.isBusy).toBe(true);
  await sending;
  expect(poll.signal.aborted).toBe(true);
  expect(last().frames.map(({ type }) => type)).toEqual(['hello', 'typing', 'send']);
  await send({ type: 'send', id: '2' });
  expect(asked).toHaveLength(3);
  expect(last().signal.aborted).toBe(false);
  await last().answer([]);
  expect(last().frames).toMatchObject([{ type: 'hello' }, { id: '2' }]);
  expect(socket.isBusy).toBe(true);
  await last().answer([]);
  expect(socket.isBusy).toBe(false);
});

it('[CLIENT-15] sends at most as much together as the gateway takes, in order', async () => {
  const { asked, last, send } = await aSocket();
  await last().answer([WELCOME]);
  const long = 'x'.repeat(20_000);
  await send(
    ...Array.from({ length: 10 }, (_, id) => ({ type: 'send', id })),
    { id: 10, long },
    { id: 11, long },
  );
  while (last().frames.length > 1) await last().answer([]);
  const sent = asked
    .slice(2)
    .map(({ frames }) => frames.slice(1).map((frame) => (frame as { id?: number }).id));
  expect(sent).toEqual([[0, 1, 2, 3, 4, 5, 6, 7], [8, 9, 10], [11], []]);
});

it('[CLIENT-15] a failed exchange, and one that the gateway closes, end it', async () => {
  const failed = await aSocket();
  await failed.last().fail();
  expect(failed.closed).toEqual([1006]);
  const dismissed = await aSocket();
  await dismissed.last().answer([{ type: 'error' }], { closed: 4401 });
  expect([dismissed.closed, dismissed.received]).toEqual([[4401], [{ type: 'error' }]]);
  const left = await aSocket();
  left.socket.close();
  await settle();
  expect([left.closed, left.asked.length, left.last().signal.aborted]).toEqual([[], 1, true]);
});

it('[CLIENT-15] messages that wait behind one that could not be stored are refused with it', async () => {
  const { received, last, send } = await aSocket();
  await last().answer([WELCOME]);
  await send({ type: 'send', id: '1' });
  await send({ type: 'send', id: '2' }, { type: 'typing' });
  const refusal = { type: 'error', code: 'unavailable', retryable: true };
  await last().answer([{ ...refusal, ref: '1' }]);
  expect(received.slice(1)).toEqual([
    { ...refusal, ref: '1' },
    { ...refusal, ref: '2' },
  ]);
  expect(last().frames.map(({ type }) => type)).toEqual(['hello', 'typing']);
  await send({ type: 'send', id: '3' });
  await last().answer([{ ...refusal, code: 'not_found', ref: '9' }]);
  expect(last().frames).toMatchObject([{ type: 'hello' }, { id: '3' }]);
});
