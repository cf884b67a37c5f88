import type { AuditEntry } from '../model/audit.js';

/** A mail with a transcript that a customer asked for. */
export interface OutgoingMail {
  readonly id: string;
  readonly customerId: string;
  readonly conversationId: string;
  /** Whom it goes to, and how. */
  readonly sealed: Uint8Array;
  readonly createdAt: Date;
  /** Times that it was taken to be sent. */
  readonly attempts: number;
}

export type NewOutgoingMail = Omit<OutgoingMail, 'attempts'>;

/** One attempt at a mail. */
export type TakenMail = Pick<OutgoingMail, 'id' | 'attempts'>;

/**
 * Keeps mails until they are sent. Every method is one atomic, durable operation and rejects with
 * `CoreError('unavailable')` when the store cannot be reached.
 */
export interface OutgoingMailStore {
  /** False, and nothing written, while one of the same conversation waits, or when its customer is gone. */
  add(mail: NewOutgoingMail, audit: AuditEntry): Promise<boolean>;
  /** Gives what is due, oldest first, and nobody else gets it before `until`. Each time counts as an attempt. */
  take(now: Date, until: Date, limit: number): Promise<readonly OutgoingMail[]>;
  /** Not before this time again. Nothing is changed once it was taken anew: then that attempt decides. */
  postpone(mail: TakenMail, dueAt: Date): Promise<void>;
  /** Removes what is done, be it sent or given up. False, and nothing written, when it was taken anew, or is gone. */
  finish(mail: TakenMail, audit: AuditEntry): Promise<boolean>;
  /** How many there are, and when the oldest of them was asked for. */
  waiting(): Promise<{ readonly count: number; readonly oldestAt: Date | null }>;
}
