import type { AuditEntry } from '../model/audit.js';
import type { IssuedToken, IssuedTokenStore } from '../ports/issued-token-store.js';
import { purge, toText } from './memory-session-rows.js';

/** Codes, tokens and grants of our provider. */
export class MemoryIssuedTokenStore implements IssuedTokenStore {
  readonly #record: (entry: AuditEntry) => void;
  readonly #tokens = new Map<string, IssuedToken>();

  constructor(record: (entry: AuditEntry) => void) {
    this.#record = record;
  }

  async save(token: IssuedToken, audit?: AuditEntry): Promise<void> {
    this.#tokens.set(keyOf(token.kind, token.idHash), token);
    if (audit) this.#record(audit);
  }

  async find(kind: string, idHash: Uint8Array): Promise<IssuedToken | null> {
    return this.#tokens.get(keyOf(kind, idHash)) ?? null;
  }

  async use(kind: string, idHash: Uint8Array, at: Date): Promise<boolean> {
    const key = keyOf(kind, idHash);
    const token = this.#tokens.get(key);
    if (!token || token.usedAt) return false;
    this.#tokens.set(key, { ...token, usedAt: at });
    return true;
  }

  async remove(kind: string, idHash: Uint8Array): Promise<void> {
    this.#tokens.delete(keyOf(kind, idHash));
  }

  async revokeGrant(grantId: string, audit: AuditEntry): Promise<void> {
    const family = [...this.#tokens].filter(([, token]) => token.grantId === grantId);
    for (const [key] of family) this.#tokens.delete(key);
    if (family.length > 0) this.#record(audit);
  }

  async purgeExpired(now: Date, limit: number): Promise<number> {
    return purge(this.#tokens, ({ expiresAt }) => expiresAt <= now, limit);
  }

  /** For the privacy of whole customers: whatever a customer's grants gave out. */
  removeOf(customerId: string): number {
    const isTheirs = ({ grantId }: IssuedToken) => grantId?.startsWith(`${customerId}.`) ?? false;
    return purge(this.#tokens, isTheirs, this.#tokens.size);
  }
}

function keyOf(kind: string, idHash: Uint8Array): string {
  return `${kind} ${toText(idHash)}`;
}
