import type { OidcSessionRecord, SessionRecord } from '../ports/session-store.js';

/** A session and what belongs to it. */
export interface SessionRow {
  session: SessionRecord;
  /** By text of the hash. */
  readonly keys: Map<string, SessionKey>;
  /** What an identity provider said, and until when somebody refreshes it. */
  oidc: { readonly record: OidcSessionRecord; readonly refreshingUntil: Date | null } | null;
}

export interface SessionKey {
  readonly issuedAt: number;
  worksUntil: number;
}

/** `idleUntil` never passes `absoluteUntil`. */
export function limited(session: SessionRecord): SessionRecord {
  const { idleUntil, absoluteUntil } = session;
  return { ...session, idleUntil: idleUntil < absoluteUntil ? idleUntil : absoluteUntil };
}

export function toText(hash: Uint8Array): string {
  return hash.join();
}

export function purge<Key, Value>(
  from: Map<Key, Value>,
  isOver: (value: Value) => boolean,
  limit: number,
): number {
  const over = [...from].filter(([, value]) => isOver(value)).slice(0, limit);
  for (const [key] of over) from.delete(key);
  return over.length;
}
