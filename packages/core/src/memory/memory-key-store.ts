import { type CustomerKeys, type KeyGeneration, type KeyStore, nextGeneration } from '../ports/key-store.js';

const NONE: CustomerKeys = { generations: [], destroyedThrough: 0 };

/** Wrapped keys in memory: they, and what they open, last as long as the process. */
export class MemoryKeyStore implements KeyStore {
  readonly #keys = new Map<string, CustomerKeys>();

  async get(customerId: string): Promise<CustomerKeys> {
    return this.#keys.get(customerId) ?? NONE;
  }

  async addGeneration(customerId: string, key: KeyGeneration): Promise<CustomerKeys> {
    const known = this.#keys.get(customerId) ?? NONE;
    if (key.generation !== nextGeneration(known)) return known;
    const changed = { ...known, generations: [...known.generations, key] };
    this.#keys.set(customerId, changed);
    return changed;
  }

  async rewrap(customerId: string, from: string, key: KeyGeneration): Promise<boolean> {
    const known = this.#keys.get(customerId) ?? NONE;
    const isThere = (other: KeyGeneration) => other.generation === key.generation && other.wrappedBy === from;
    if (!known.generations.some(isThere)) return false;
    const generations = known.generations.map((other) => (isThere(other) ? key : other));
    this.#keys.set(customerId, { ...known, generations });
    return true;
  }

  async destroy(customerId: string, through?: number): Promise<number> {
    const known = this.#keys.get(customerId) ?? NONE;
    const destroyedThrough = Math.max(known.destroyedThrough, through ?? nextGeneration(known) - 1);
    const generations = known.generations.filter(({ generation }) => generation > destroyedThrough);
    this.#keys.set(customerId, { generations, destroyedThrough });
    return destroyedThrough;
  }

  async list(after: string | null, limit: number): Promise<readonly string[]> {
    const ids = [...this.#keys.keys()].filter((id) => after === null || id > after);
    return ids.toSorted((a, b) => (a < b ? -1 : 1)).slice(0, limit);
  }
}
