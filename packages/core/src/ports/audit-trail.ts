import type { AuditEntry } from '../model/audit.js';

/** An audit entry as it lies in the trail, byte for byte, so that a hash over it means something. */
export interface RecordedEntry {
  /** Number of the row; no order of commits. */
  readonly id: number;
  /** UTC with microseconds, `2026-11-25T01:02:03.000004Z`. */
  readonly at: string;
  readonly action: string;
  readonly actorKind: string;
  readonly actorId: string;
  readonly conversationId: string | null;
  readonly details: unknown;
}

/** An entry with its place in the chain. */
export interface ChainedEntry extends RecordedEntry {
  /** From 1, without gaps. */
  readonly seq: number;
  /** SHA-256 over the hash before it and the entry, 64 hexadecimal digits. */
  readonly hash: string;
}

/** The end of the chain. */
export interface AuditHead {
  /** Random, one for each trail: entries of another installation do not fit in. */
  readonly chainId: string;
  /** 0 before the first entry. */
  readonly seq: number;
  /** Of the last entry; 64 zeros before the first. */
  readonly hash: string;
}

export interface AuditSearch {
  /** Entries with a greater `seq`. */
  readonly after: number;
  readonly limit: number;
  readonly conversationId?: string;
  readonly action?: string;
  readonly actorId?: string;
  /** The customer's UUID: what they did, and what happened to conversations that they have a part in. */
  readonly customerId?: string;
  /** Of a customer's session. */
  readonly sessionId?: string;
  readonly since?: Date;
  readonly until?: Date;
  /** The newest first: then `after` is no bound, and entries have a `seq` less than `before`. */
  readonly newestFirst?: { readonly before: number };
}

/**
 * The audit trail. Other ports write entries with the action that they record; this one chains them, reads them, and
 * records what has no other trace. All methods reject with `CoreError('unavailable')` when the store cannot be reached.
 */
export interface AuditTrail {
  /** Records an action that changes nothing else, such as a look at somebody's data. */
  record(entry: AuditEntry): Promise<void>;
  head(): Promise<AuditHead>;
  /** Entries without a place in the chain, oldest row first. */
  unchained(limit: number): Promise<RecordedEntry[]>;
  /**
   * Appends links to the chain, all or none.
   * @param onto The head that the links were computed for.
   * @returns false when the chain has moved on since, or an entry is gone or chained already; nothing was changed then
   */
  link(onto: AuditHead, links: readonly Pick<ChainedEntry, 'id' | 'seq' | 'hash'>[]): Promise<boolean>;
  /** Chained entries in order of `seq`, rising unless told otherwise. */
  read(search: AuditSearch): Promise<ChainedEntry[]>;
}
