import type { ChatSnapshot } from '@throughline/chat-client';

/** True once every entry up to the head has arrived, so that what comes after is new. */
export function isCaughtUp(snapshot: ChatSnapshot): boolean {
  if (snapshot.customer === null) return false;
  return lastSeq(snapshot) >= (snapshot.conversation?.headSeq ?? 0);
}

/** Highest `seq` on screen; 0 before the first entry. */
export function lastSeq(snapshot: ChatSnapshot): number {
  return snapshot.entries.at(-1)?.seq ?? 0;
}
