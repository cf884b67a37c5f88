import { customerCommandSchema } from '@throughline/protocol/schemas';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { settle, Wire } from '../../test-support/scripted-network.js';
import { DEFAULT_REALTIME_LIMITS } from '../config/options.js';
import { createLogger } from '../observability/logger.js';
import { createMetrics } from '../observability/metrics.js';
import { FrameSocket } from './frame-socket.js';

const LOGGER = createLogger('silent');
const METRICS = createMetrics();
const HELLO = '{"type":"hello","v":1}';
const WELCOME = {
  type: 'welcome',
  v: 1,
  customer: { displayName: 'Ava', locale: null },
  conversation: null,
  session: { lifetimeMs: 1_000, customerTag: 'ava', draftKey: '' },
} as const;
const TYPING = { type: 'typing', conversationId: '01890a5d-ac96-774b-bcce-b302099a8057', on: true } as const;

afterEach(() => vi.useRealTimers());

function connected(limits = {}) {
  const wire = new Wire();
  const carriedOut: string[] = [];
  let closedWith = 0;
  const received: string[] = [];
  wire.client.onmessage = (({ data }: { data: string }) => {
    received.push((JSON.parse(data) as { type: string }).type);
  }) as (event: never) => void;
  wire.client.onclose = (({ code }: { code: number }) => {
    closedWith = code;
  }) as (event: never) => void;
  const frames = new FrameSocket({
    socket: wire.server as unknown as WebSocket,
    schema: customerCommandSchema,
    limits: { ...DEFAULT_REALTIME_LIMITS, ...limits },
    logger: LOGGER,
    metrics: METRICS,
  });
  frames.start({
    onCommand: async ({ type }) => {
      carriedOut.push(type);
      if (type === 'hello') frames.send(WELCOME);
    },
    onClose: () => undefined,
  });
  return { wire, frames, carriedOut, closedWith: () => closedWith, received: () => received };
}

describe('a connection', () => {
  it('[WIRE-4] is closed with 4408 when no hello comes in time', () => {
    vi.useFakeTimers();
    const { closedWith } = connected();
    vi.advanceTimersByTime(9_999);
    expect(closedWith()).toBe(0);
    vi.advanceTimersByTime(1);
    expect(closedWith()).toBe(4408);
  });

  it('[WIRE-28] carries nothing but errors before its welcome', async () => {
    const { wire, frames, received } = connected();
    frames.send(TYPING);
    wire.client.send('no JSON');
    wire.client.send(HELLO);
    wire.deliver('up', 2);
    await settle();
    frames.send(TYPING);
    wire.deliver('down', 10);
    expect(received()).toEqual(['error', 'welcome', 'typing']);
  });

  it('[WIRE-30] answers a second hello with an error and stays open', async () => {
    const { wire, carriedOut, received, closedWith } = connected();
    for (const frame of [HELLO, HELLO, JSON.stringify(TYPING)]) wire.client.send(frame);
    wire.deliver('up', 3);
    await settle();
    wire.deliver('down', 10);
    expect(received()).toEqual(['welcome', 'error']);
    expect(carriedOut).toEqual(['hello', 'typing']);
    expect(closedWith()).toBe(0);
  });

  it('[WIRE-29] carries out nothing that comes after its close', async () => {
    const { wire, frames, carriedOut } = connected();
    wire.client.send(HELLO);
    wire.deliver('up', 1);
    await settle();
    frames.close(4401, 'signed out');
    wire.server.emit('message', Buffer.from(JSON.stringify(TYPING)), false);
    await settle();
    expect(carriedOut).toEqual(['hello']);
  });

  it('[WIRE-25] is let go with 1013 at one byte more than the limit of what it has not read', async () => {
    const { wire, frames, closedWith } = connected({ sendBufferBytes: 1_000 });
    wire.client.send(HELLO);
    wire.deliver('up', 1);
    await settle();
    wire.server.bufferedAmount = 1_000;
    frames.send(TYPING);
    expect(closedWith()).toBe(0);
    wire.server.bufferedAmount = 1_001;
    frames.send(TYPING);
    expect(closedWith()).toBe(1013);
  });

  it('[WIRE-26] is read more slowly above the rate, and loses nothing', async () => {
    const startedAt = performance.now();
    const { wire, carriedOut } = connected({ frameBurst: 3, framesPerSecond: 50 });
    wire.client.send(HELLO);
    for (let count = 0; count < 5; count += 1) wire.client.send(JSON.stringify(TYPING));
    wire.deliver('up', 10);
    await settle();
    const periods = Math.ceil((performance.now() - startedAt) / 20);
    expect(carriedOut.length).toBeGreaterThanOrEqual(4);
    expect(carriedOut.length).toBeLessThanOrEqual(4 + periods);
    await expect.poll(() => carriedOut.length).toBe(6);
  });
});
