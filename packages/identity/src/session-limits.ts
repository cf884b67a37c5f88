import type { SessionRecord } from '@throughline/core';

export interface SessionLimits {
  /** A session unused for this long ends, in milliseconds. */
  readonly idleMs: number;
  /** A session ends this long after the portal last vouched for the customer, however much it is used, in milliseconds. */
  readonly absoluteMs: number;
}

/** Within ASVS 5.0 §7.3 and the usual range for portals. */
export const DEFAULT_SESSION_LIMITS: SessionLimits = { idleMs: 30 * 60_000, absoluteMs: 12 * 60 * 60_000 };

/** For a session whose customer the portal vouches for now. */
export function limitsFrom(
  now: Date,
  limits: SessionLimits,
): Pick<SessionRecord, 'idleUntil' | 'absoluteUntil'> {
  const absoluteUntil = new Date(now.getTime() + limits.absoluteMs);
  return { idleUntil: idleLimit(now, absoluteUntil, limits), absoluteUntil };
}

/** When a session that is used now ends unless it is used before. */
export function idleLimit(now: Date, absoluteUntil: Date, { idleMs }: SessionLimits): Date {
  return new Date(Math.min(now.getTime() + idleMs, absoluteUntil.getTime()));
}
