import type { ChatSnapshot } from '@throughline/chat-client';

/**
 * What the open panel shows.
 * - `loading`: not welcomed yet, within the time limit.
 * - `failure`: no chat within the limit; other ways to reach the company (T7).
 * - `sign-in`: the portal no longer vouches for the customer. Who has been welcomed before goes on writing.
 * - `chat`: log and composer; also while reconnecting.
 */
export type Screen = 'loading' | 'failure' | 'sign-in' | 'chat';

/** How long a customer looks at an empty panel before they are offered another way, in milliseconds. */
export const LOAD_LIMIT_MS = 2_500;

/**
 * `deadlineAt` is when the load limit ends; both times are ms since the epoch.
 * A known customer means that the gateway has welcomed this tab before.
 */
export function screenOf(snapshot: ChatSnapshot, deadlineAt: number, now: number): Screen {
  const { connection, customer } = snapshot;
  if (connection.kind === 'refused') return 'failure';
  if (connection.kind === 'sign-in-needed') return 'sign-in';
  if (customer !== null) return 'chat';
  if (connection.kind === 'waiting' && connection.retryAt >= deadlineAt) return 'failure';
  return now >= deadlineAt ? 'failure' : 'loading';
}
