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
const TYPING = { type: 'typing', conversationId: '01890a5d-ac96-774b-bcce-b302099a8057', on: true } as const;

afterEach(() => vi.useRealTimers());

function connected(limits = {}) {
  const wire = new Wire();
  const carriedOut: string[] = [];
  let closedWith = 0;
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
    },
    onClose: () => undefined,
  });
  return { wire, frames, carriedOut, closedWith: () => closedWith };
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

  it('[WIRE-25] is let go with 1013 at one byte more than the limit of what it has not read', () => {
    const { wire, frames, closedWith } = connected({ sendBufferBytes: 1_000 });
    wire.server.bufferedAmount = 1_000;
    frames.send(TYPING);
    expect(closedWith()).toBe(0);
    wire.server.bufferedAmount = 1_001;
    frames.send(TYPING);
    expect(closedWith()).toBe(1013);
  });

  it('[WIRE-26] is read more slowly above the rate, and loses nothing', async () => {
    const { wire, carriedOut } = connected({ frameBurst: 3, framesPerSecond: 50 });
    wire.client.send('{"type":"hello","v":1}');
    for (let count = 0; count < 5; count += 1) wire.client.send(JSON.stringify(TYPING));
    wire.deliver('up', 10);
    await settle();
    expect(carriedOut).toHaveLength(4);
    await vi.waitFor(() => expect(carriedOut).toHaveLength(6));
  });
});
