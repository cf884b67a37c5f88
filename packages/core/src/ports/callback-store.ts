import type { AuditEntry } from '../model/audit.js';
import type { Callback, StoredCallbackNote } from '../model/callback.js';

export type NewCallback = Pick<
  Callback,
  | 'id'
  | 'kind'
  | 'customerId'
  | 'conversationId'
  | 'queueId'
  | 'priority'
  | 'dueAt'
  | 'timeZone'
  | 'createdAt'
  | 'sealedRequest'
>;

/** How an attempt ended. */
export type AttemptResult =
  | { readonly state: 'done' | 'failed' }
  /** Nobody was reached: once more at this time. */
  | { readonly state: 'scheduled'; readonly dueAt: Date };

/**
 * Keeps callbacks. Every method is one atomic, durable operation, and rejects with `CoreError('unavailable')` when the
 * store cannot be reached.
 */
export interface CallbackStore {
  /**
   * Keeps the callback unless the customer has an open call, or an open message from the same conversation, already: then
   * that one is returned, and nothing is written.
   */
  schedule(
    callback: NewCallback,
    audit: AuditEntry,
  ): Promise<{ readonly callback: Callback; readonly created: boolean }>;

  /** The customer's open callback of the kind; else the one that ended last. */
  latest(customerId: string, kind: Callback['kind']): Promise<Callback | null>;
  byWork(workId: string): Promise<Callback | null>;

  /** Takes an open callback back that no agent is calling. Null when there is no such one of this customer. */
  cancel(id: string, customerId: string, at: Date, audit: AuditEntry): Promise<Callback | null>;

  /**
   * Callbacks whose time has come, and those whose search for an agent began before `startedBefore` and may have been
   * cut short; oldest first.
   */
  due(now: Date, startedBefore: Date, limit: number): Promise<readonly Callback[]>;

  /** `scheduled` → `due`, with the work that agents are offered. False when it is not scheduled any more. */
  start(id: string, workId: string, at: Date): Promise<boolean>;

  /** Notes who has the work now; null when it went back. Null when no open callback has this work. */
  assign(workId: string, agentId: string | null, at: Date): Promise<Callback | null>;

  /** Ends the attempt of the agent who has it. Null when that agent does not have it. */
  finish(
    workId: string,
    agentId: string,
    result: AttemptResult,
    at: Date,
    audit: AuditEntry,
  ): Promise<Callback | null>;

  /** Adds a note to the callback of this work. A repeated id returns the first one. Null for unknown work. */
  addNote(workId: string, note: Omit<StoredCallbackNote, 'seq'>): Promise<StoredCallbackNote | null>;
  /** Notes with `seq` above `afterSeq`, ascending. */
  notes(callbackId: string, afterSeq: number): Promise<readonly StoredCallbackNote[]>;
}
