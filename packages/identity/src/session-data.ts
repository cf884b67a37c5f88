import type { CustomerClaims, Sealer, SessionStore } from '@throughline/core';
import { openContent } from './session-content.js';

/** What is kept of one place where a customer is signed in. */
export interface SessionData {
  readonly id: string;
  readonly signedInAt: Date;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
  readonly userAgent: string | null;
  readonly claims: CustomerClaims;
}

/** All that is kept of a customer's running sessions, for whoever may know it. */
export async function readSessionData(
  store: SessionStore,
  sealer: Sealer,
  customerId: string,
  now: Date,
): Promise<readonly SessionData[]> {
  const sessions: SessionData[] = [];
  for (const record of await store.listOf(customerId, now)) {
    const { claims, userAgent } = await openContent(sealer, record);
    const { id, createdAt, usedAt, idleUntil } = record;
    sessions.push({ id, signedInAt: createdAt, lastUsedAt: usedAt, expiresAt: idleUntil, userAgent, claims });
  }
  return sessions;
}
