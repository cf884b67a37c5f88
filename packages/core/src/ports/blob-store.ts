import type { Party } from '../model/conversation.js';

/** What is known of a file without opening it. */
export interface BlobHead {
  /** UUID. */
  readonly id: string;
  /** Whose key seals it, and whose data it is. */
  readonly customerId: string;
  readonly uploader: Party;
  /** The conversation that it is part of; null until it is sent. */
  readonly conversationId: string | null;
  /** Present when it is the smaller picture of another blob. */
  readonly previewOf: string | null;
  /** Of the file, before sealing. */
  readonly bytes: number;
  readonly createdAt: Date;
  /** Name, media type and what else only those may know who may read it. */
  readonly sealedFacts: Uint8Array;
}

export type NewBlob = Omit<BlobHead, 'conversationId'>;

/**
 * Files in pieces, sealed by whoever puts them here. A blob can be seen once it is whole. It is gone with its
 * conversation, and with its customer, in the same operation of `PrivacyStore`.
 */
export interface BlobStore {
  /**
   * Begins a blob, unless the customer would have more than `quotaBytes` with it, unfinished ones included: then false.
   * Safe to run at once: the quota holds.
   */
  begin(blob: NewBlob, quotaBytes: number): Promise<boolean>;
  /** Adds a piece, numbered from 0, to a blob that is not whole yet; otherwise nothing happens. */
  write(id: string, index: number, sealed: Uint8Array): Promise<void>;
  /** The blob is whole from now on. */
  finish(id: string): Promise<void>;
  /** A whole blob; null otherwise. */
  get(id: string): Promise<BlobHead | null>;
  /** The smaller picture of a blob, once it is whole. */
  previewOf(id: string): Promise<BlobHead | null>;
  /** One piece of a whole blob; null when there is none of that number. */
  read(id: string, index: number): Promise<Uint8Array | null>;
  /**
   * Makes whole blobs, with their previews, part of a conversation: all of them or none. False when one is missing, was
   * not uploaded by this party for this customer, is itself a preview, or is part of another conversation. Safe to
   * repeat.
   */
  attach(
    ids: readonly string[],
    owner: { readonly customerId: string; readonly uploader: Party; readonly conversationId: string },
  ): Promise<boolean>;
  /** Deletes blobs that no conversation has and that were begun before; returns how many, at most `limit`. */
  deleteUnsent(before: Date, limit: number): Promise<number>;
}
