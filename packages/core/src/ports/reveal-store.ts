import type { AuditEntry } from '../model/audit.js';

/** One hidden value of one message. */
export interface ValuePlace {
  readonly conversationId: string;
  readonly entryId: string;
  /** Which of the message's values that may be revealed, from 0. */
  readonly index: number;
}

/**
 * Keeps originals of hidden values, sealed, beside the messages they came from; never longer than the conversation.
 * Every method is one atomic, durable operation and rejects with `CoreError('unavailable')` when the store cannot be
 * reached.
 */
export interface RevealStore {
  /**
   * Keeps the originals of one message, in order, until `until`; what is there already is left alone. Nothing is kept
   * for a conversation of somebody else.
   */
  keep(
    message: Pick<ValuePlace, 'conversationId' | 'entryId'> & { readonly customerId: string },
    sealed: readonly Uint8Array[],
    until: Date,
  ): Promise<void>;
  /** The sealed original with its audit entry as one commit; null, and nothing written, when there is none (any more). */
  take(place: ValuePlace, now: Date, audit: AuditEntry): Promise<Uint8Array | null>;
  /** Removes the originals of these messages. */
  forget(conversationId: string, entryIds: readonly string[]): Promise<void>;
  /** Removes what is past its time, but of customers under a legal hold; at most `limit`. Returns how many. */
  purgeExpired(now: Date, limit: number): Promise<number>;
}
