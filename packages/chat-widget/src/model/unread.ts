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

/** A message from the other side. */
function isIncoming(entry: Entry): boolean {
  return entry.kind === 'message' && entry.party.role !== 'customer';
}
