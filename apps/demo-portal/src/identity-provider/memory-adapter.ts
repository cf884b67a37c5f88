import type { Adapter, AdapterPayload } from 'oidc-provider';

interface Kept {
  readonly payload: AdapterPayload;
  readonly expiresAt: number;
}

/** Most entries kept: far more than one person at a demo makes. */
const MOST = 10_000;
const kept = new Map<string, Kept>();

/** Keeps what the provider issued for as long as the process runs: whoever starts the demo again signs in again. */
export class MemoryAdapter implements Adapter {
  readonly #kind: string;

  constructor(kind: string) {
    this.#kind = kind;
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn: number): Promise<void> {
    kept.set(this.#key(id), { payload, expiresAt: Date.now() + expiresIn * 1000 });
    if (kept.size > MOST) kept.delete(kept.keys().next().value ?? '');
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const entry = kept.get(this.#key(id));
    return entry && entry.expiresAt > Date.now() ? entry.payload : undefined;
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.#entries().find(({ payload }) => payload.uid === uid)?.payload;
  }

  /** The device flow is off. */
  async findByUserCode(): Promise<undefined> {
    return undefined;
  }

  async consume(id: string): Promise<void> {
    const entry = kept.get(this.#key(id));
    if (entry) entry.payload.consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id: string): Promise<void> {
    kept.delete(this.#key(id));
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [key, { payload }] of kept) if (payload.grantId === grantId) kept.delete(key);
  }

  #key(id: string): string {
    return `${this.#kind}:${id}`;
  }

  #entries(): Kept[] {
    const now = Date.now();
    return [...kept]
      .filter(([key, { expiresAt }]) => key.startsWith(`${this.#kind}:`) && expiresAt > now)
      .map(([, entry]) => entry);
  }
}
