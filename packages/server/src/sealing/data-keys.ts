import { randomBytes } from 'node:crypto';
import {
  type Clock,
  type CustomerKeys,
  KeyDestroyedError,
  type KeyEncryptionKey,
  type KeyGeneration,
  type KeyStore,
  nextGeneration,
} from '@throughline/core';
import { KEY_BYTES } from './aead.js';

/** Customers whose keys are kept in memory: enough for all with an open conversation on one node. */
const CACHED_CUSTOMERS = 10_000;

/**
 * A node that hears from nobody that keys were destroyed notices after this long, in milliseconds: then the store is
 * asked again. While the store is away, nothing is sealed or opened with keys older than that.
 */
export const CACHED_KEYS_MS = 60_000;

/** A customer's data keys, unwrapped. `oldest` and `newest` mean something when there is one. */
export interface OpenKeys {
  readonly byGeneration: ReadonlyMap<number, Uint8Array>;
  readonly oldest: number;
  readonly newest: number;
}

interface Cached {
  readonly opening: Promise<OpenKeys>;
  readonly until: number;
}

export interface DataKeysParts {
  readonly keys: KeyStore;
  readonly keyEncryptionKey: KeyEncryptionKey;
  readonly clock: Clock;
}

/** Customers' data keys, unwrapped in memory for a short while. */
export class DataKeys {
  readonly #parts: DataKeysParts;
  readonly #cache = new Map<string, Cached>();

  constructor(parts: DataKeysParts) {
    this.#parts = parts;
  }

  /** All keys of a customer; the first is made when there is none. */
  async ofCustomer(customerId: string): Promise<OpenKeys> {
    const open = await this.#known(customerId);
    if (open.byGeneration.size > 0) return open;
    return this.#keep(customerId, this.#create(customerId));
  }

  /** @throws KeyDestroyedError when the customer has no such key (any more); none is made: it would open nothing */
  async ofGeneration(customerId: string, generation: number): Promise<Uint8Array> {
    const known = await this.#known(customerId);
    if (known.byGeneration.has(generation)) return keyOf(known, generation);
    // Another node can have made it since.
    return keyOf(await this.#keep(customerId, this.#load(customerId)), generation);
  }

  /** Adds a generation to those that are there. */
  async renew(customerId: string): Promise<boolean> {
    const stored = await this.#parts.keys.get(customerId);
    if (stored.generations.length === 0) return false;
    const key = await this.#fresh(customerId, nextGeneration(stored));
    const { generations } = await this.#parts.keys.addGeneration(customerId, key);
    return generations.includes(key);
  }

  /** Wraps by the present key-encryption key what an older one wrapped. */
  async rewrap(customerId: string): Promise<number> {
    const { keys, keyEncryptionKey } = this.#parts;
    const { generations } = await keys.get(customerId);
    let rewrapped = 0;
    for (const { generation, ...old } of generations) {
      if (old.wrappedBy === keyEncryptionKey.id) continue;
      const binding = bindingOf(customerId, generation);
      const dataKey = await keyEncryptionKey.unwrap(binding, old);
      const wrapped = await keyEncryptionKey.wrap(binding, dataKey);
      // Not when it was destroyed, or another node was faster, in between.
      if (await keys.rewrap(customerId, old.wrappedBy, { generation, ...wrapped })) rewrapped += 1;
    }
    return rewrapped;
  }

  forget(customerId: string): void {
    this.#cache.delete(customerId);
  }

  /** Asks the store before a key is used again. */
  doubt(): void {
    for (const [customerId, { opening }] of this.#cache) this.#cache.set(customerId, { opening, until: 0 });
  }

  #known(customerId: string): Promise<OpenKeys> {
    const cached = this.#cache.get(customerId);
    if (cached && cached.until > this.#now()) return cached.opening;
    return this.#keep(customerId, this.#load(customerId, cached?.opening));
  }

  #keep(customerId: string, opening: Promise<OpenKeys>): Promise<OpenKeys> {
    const entry = { opening, until: this.#now() + CACHED_KEYS_MS };
    this.#cache.delete(customerId);
    this.#cache.set(customerId, entry);
    // A failure, such as a store that is away for a moment, must not stay.
    opening.catch(() => {
      if (this.#cache.get(customerId) === entry) this.#cache.delete(customerId);
    });
    if (this.#cache.size > CACHED_CUSTOMERS) this.#cache.delete(this.#cache.keys().next().value ?? '');
    return opening;
  }

  async #create(customerId: string): Promise<OpenKeys> {
    const { keys } = this.#parts;
    let stored = await keys.get(customerId);
    while (stored.generations.length === 0) {
      // Another node can have been faster, also with destroying: what the store says counts.
      stored = await keys.addGeneration(customerId, await this.#fresh(customerId, nextGeneration(stored)));
    }
    return this.#openAll(customerId, stored);
  }

  async #fresh(customerId: string, generation: number): Promise<KeyGeneration> {
    const binding = bindingOf(customerId, generation);
    const wrapped = await this.#parts.keyEncryptionKey.wrap(binding, randomBytes(KEY_BYTES));
    return { generation, ...wrapped };
  }

  async #load(customerId: string, before?: Promise<OpenKeys>): Promise<OpenKeys> {
    return this.#openAll(customerId, await this.#parts.keys.get(customerId), before);
  }

  async #openAll(
    customerId: string,
    { generations }: CustomerKeys,
    before?: Promise<OpenKeys>,
  ): Promise<OpenKeys> {
    const known = await before?.catch(() => null);
    // Those that were opened before need no second unwrapping, which can be a call to another service.
    const open = async (key: KeyGeneration) =>
      known?.byGeneration.get(key.generation) ??
      (await this.#parts.keyEncryptionKey.unwrap(bindingOf(customerId, key.generation), key));
    const opened = await Promise.all(
      generations.map(async (key) => [key.generation, await open(key)] as const),
    );
    const numbers = opened.map(([generation]) => generation);
    return {
      byGeneration: new Map(opened),
      oldest: Math.min(...numbers),
      newest: Math.max(...numbers),
    };
  }

  #now(): number {
    return this.#parts.clock.now().getTime();
  }
}

export function keyOf({ byGeneration }: OpenKeys, generation: number): Uint8Array {
  const key = byGeneration.get(generation);
  if (!key) throw new KeyDestroyedError();
  return key;
}

/** The first keys of customers are older than generations, and bound without one. */
function bindingOf(customerId: string, generation: number): string {
  return generation === 1 ? `data-key:${customerId}` : `data-key:${customerId}:${generation}`;
}
