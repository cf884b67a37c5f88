import type { ChatSnapshot } from '@throughline/chat-client';
import type { Entry } from '@throughline/protocol';

/**
 * How many messages the customer has not seen on any tab or device.
 * `seenSeq` is what this tab has just shown and the gateway may not have confirmed yet.
 */
export function unreadCount(snapshot: ChatSnapshot, seenSeq: number): number {
  const readSeq = Math.max(snapshot.conversation?.customerReceipts.readSeq ?? 0, seenSeq);
  return unreadSince(snapshot, readSeq);
}

/** How many messages from the other side are behind this `seq`. */
export function unreadSince({ entries }: ChatSnapshot, seq: number): number {
  return entries.filter((entry) => entry.seq > seq && isIncoming(entry)).length;
}

/** True once every entry up to the head has arrived, so that what comes after is new. */
export function isCaughtUp(snapshot: ChatSnapshot): boolean {
  if (snapshot.customer === null) return false;
  return lastSeq(snapshot) >= (snapshot.conversation?.headSeq ?? 0);
}

/** Highest `seq` on screen; 0 before the first entry. */
export function lastSeq(snapshot: ChatSnapshot): number {
  return snapshot.entries.at(-1)?.seq ?? 0;
}

/** A message from the other side. */
function isIncoming(entry: Entry): boolean {
  return entry.kind === 'message' && entry.party.role !== 'customer';
}
