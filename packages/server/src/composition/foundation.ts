import {
  type Bus,
  type Clock,
  createMemoryStore,
  MemoryBus,
  type RateLimiter,
  type Store,
} from '@throughline/core';
import type { Logger } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import type { ServerOptions } from '../config/options.js';
import { MemoryRateLimiter } from '../doors/memory-rate-limiter.js';
import type { Metrics } from '../observability/metrics.js';
import { EnvelopeSealer } from '../sealing/envelope-sealer.js';
import { keyEncryptionOf } from '../sealing/key-encryption-of.js';
import { openKeyEncryption } from '../sealing/open-key-encryption.js';

/** What every part of a node stands on. */
export interface Foundation {
  readonly nodeId: string;
  readonly store: Store;
  readonly bus: Bus;
  readonly sealer: EnvelopeSealer;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

// Adapters are loaded when they are used: a node in memory starts without them.

export async function openStore(options: ServerOptions): Promise<Store> {
  if (options.inMemory) return createMemoryStore(uuidv7);
  const { openDurableStore } = await import('./durable-store.js');
  return openDurableStore(options);
}

export async function openBus({ databaseUrl, redisUrl }: ServerOptions): Promise<Bus> {
  if (redisUrl) {
    const { RedisBus } = await import('@throughline/bus-redis');
    return RedisBus.open({ url: redisUrl });
  }
  // Whoever has a database of its own may run more nodes on it.
  return new MemoryBus(databaseUrl ? 'this-node' : 'all-nodes');
}

export async function openRateLimiter({ redisUrl }: ServerOptions): Promise<RateLimiter> {
  const alone = new MemoryRateLimiter();
  if (!redisUrl) return alone;
  const { RedisRateLimiter } = await import('@throughline/bus-redis');
  return new RedisRateLimiter({ url: redisUrl, fallback: alone });
}

/** @throws Error when the key-encryption key is not the one of this database */
export async function openSealer(
  { store, bus, clock }: Pick<Foundation, 'store' | 'bus' | 'clock'>,
  options: ServerOptions,
): Promise<EnvelopeSealer> {
  const keyEncryptionKey = await openKeyEncryption(keyEncryptionOf(options), { mayCreate: true });
  const sealer = new EnvelopeSealer({ keys: store.keys, keyEncryptionKey, bus, clock });
  try {
    await sealer.proveKey();
  } catch (error) {
    await sealer.close();
    throw error;
  }
  return sealer;
}
