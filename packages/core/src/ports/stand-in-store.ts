import type { AuditEntry } from '../model/audit.js';

/** A wish to have the stand-in take new conversations for a while, and what became of it. */
export interface StandInSwitch {
  readonly id: string;
  readonly proposedAt: Date;
  readonly proposedBy: string;
  /** Where it was proposed, and can be confirmed. */
  readonly proposerKind: StandInPerson['kind'];
  /** How long it is to last from its confirmation on. */
  readonly minutes: number;
  /** Why, in the words of who proposed it; empty where that was not kept yet. */
  readonly reason: string;
  readonly confirmedAt: Date | null;
  readonly confirmedBy: string | null;
  /** When it ends by itself; null before it is confirmed. */
  readonly until: Date | null;
  /** When it was over: its time, or before when somebody ended it or took the proposal back. Null until that is noted. */
  readonly endedAt: Date | null;
}

/**
 * Somebody at the desk, or a user of the operating system. One person can be both under two names, so a switch takes two
 * of one kind.
 */
export interface StandInPerson {
  readonly kind: 'operator' | 'agent';
  readonly id: string;
}

export type StandInProposal = Pick<
  StandInSwitch,
  'id' | 'proposedAt' | 'proposedBy' | 'proposerKind' | 'minutes' | 'reason'
>;

/** A proposal that nobody confirmed is void after this, in milliseconds. */
export const PROPOSAL_MS = 15 * 60_000;

/**
 * Which contact center takes a conversation where the usual one is elsewhere and the embedded one can stand in. Every
 * method is one atomic, durable operation, and rejects with `CoreError('unavailable')` when the store cannot be
 * reached.
 */
export interface StandInStore {
  /** The latest switch, whatever became of it; null before the first. */
  latest(): Promise<StandInSwitch | null>;
  /** False, and nothing is recorded, while another one is open: see {@link isOpen}. */
  propose(proposal: StandInProposal, audit: AuditEntry): Promise<boolean>;
  /** Puts a proposal in force. Null when it is not open any more, in force already, of the same person, or of another kind of person. */
  confirm(id: string, by: StandInPerson, at: Date, audit: AuditEntry): Promise<StandInSwitch | null>;
  /** Ends the open switch; null when there is none. */
  end(at: Date, audit: AuditEntry): Promise<StandInSwitch | null>;
  /** Notes that this switch has ended by itself at its time. False when it has not, or that is noted already. */
  noteLapse(id: string, at: Date, audit: AuditEntry): Promise<boolean>;
  /**
   * Decides where a conversation goes, once and for good: true for the stand-in, when a switch is in force then and
   * `mayStandIn`. A conversation with a session elsewhere stays there.
   */
  assign(conversationId: string, at: Date, mayStandIn: boolean): Promise<boolean>;
  /** Those among `ids` that are with the stand-in. */
  standingIn(ids: readonly string[]): Promise<ReadonlySet<string>>;
}

/** Whether it is in force, or a proposal that can still be confirmed. */
export function isOpen(given: StandInSwitch, at: Date): boolean {
  if (given.endedAt) return false;
  return given.until ? at < given.until : at.getTime() - given.proposedAt.getTime() < PROPOSAL_MS;
}

export function isInForce(given: StandInSwitch | null, at: Date): boolean {
  return given?.until != null && isOpen(given, at);
}
