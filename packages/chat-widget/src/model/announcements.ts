import type { ChatSnapshot } from '@throughline/chat-client';
import { laterWords as words } from '../later-words.js';
import { isReconnecting } from './status.js';

/** What a screen reader is told beside the log, which speaks the other side's messages itself. */
export interface Announcements {
  /** Spoken when the reader pauses. */
  readonly polite: string | null;
  /** Spoken at once. */
  readonly urgent: string | null;
}

export function announcementsBetween(before: ChatSnapshot, after: ChatSnapshot): Announcements {
  return { polite: politeBetween(before, after), urgent: urgentBetween(before, after) };
}

function politeBetween(before: ChatSnapshot, after: ChatSnapshot): string | null {
  const unsent = new Set(before.pending.map((message) => message.id));
  if (after.entries.some((entry) => unsent.has(entry.id))) return words.messageSent;
  if (after.connection.kind !== 'ready') return null;
  if (wasLost(before)) return words.connectionBack;
  return before.savingPaused && !after.savingPaused ? words.savingBack : null;
}

function urgentBetween(before: ChatSnapshot, after: ChatSnapshot): string | null {
  const failedBefore = failedIds(before);
  if ([...failedIds(after)].some((id) => !failedBefore.has(id))) return words.messageFailed;
  if (isPaused(after) && !isPaused(before)) {
    return after.customer === null ? words.firstSignInHeading : words.signInHeading;
  }
  if (!wasLost(before) && wasLost(after)) return words.connectionLost;
  return !before.savingPaused && after.savingPaused ? words.savingPaused : null;
}

function wasLost(snapshot: ChatSnapshot): boolean {
  return snapshot.customer !== null && isReconnecting(snapshot);
}

function isPaused({ connection }: ChatSnapshot): boolean {
  return connection.kind === 'sign-in-needed';
}

function failedIds(snapshot: ChatSnapshot): ReadonlySet<string> {
  return new Set(snapshot.pending.filter(({ status }) => status === 'failed').map(({ id }) => id));
}
