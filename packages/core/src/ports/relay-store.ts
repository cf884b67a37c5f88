import type { Interaction } from '../model/interaction.js';

/** A conversation as a contact center elsewhere serves it: what is asked of it, and how far both sides have got. */
export interface RelaySession {
  /** As the core follows it. `closed` here does not mean that the other side knows: see {@link finished}. */
  readonly interaction: Interaction;
  /** The version of the interaction that the core has carried out. */
  readonly followedVersion: number;
  /** Entries of the conversation up to here are settled: the other side has them, or they are not for it. */
  readonly sentSeq: number;
  /** The other side's time of the latest of its messages that was taken over; null before the first. */
  readonly receivedAt: Date | null;
  /** What the adapter keeps, such as the secret of the session; sealed under the customer's key. */
  readonly sealed: Uint8Array;
  /** Both sides are through: nobody has to own it any more. */
  readonly finished: boolean;
  /** The other side cannot be reached for this conversation at the moment. */
  readonly interrupted: boolean;
}

export type NewRelaySession = Pick<RelaySession, 'interaction' | 'sealed'>;

/** Who wants to own sessions, and for how long, by the store's own clock, without a further word. */
export interface RelayClaim {
  readonly owner: string;
  readonly leaseMs: number;
}

/** What an owner has learned about a session that it owns. */
export type RelayProgress = Partial<
  Pick<RelaySession, 'sentSeq' | 'receivedAt' | 'sealed' | 'finished' | 'interrupted'>
>;

/**
 * Keeps the sessions that conversations have at a contact center elsewhere. A session is owned by one node at a time,
 * which alone talks to the other side; after its death another one claims it. Every method is one atomic, durable
 * operation, and rejects with `CoreError('unavailable')` when the store cannot be reached.
 */
export interface RelayStore {
  /** Keeps a new session, owned by who claims it. Idempotent by conversation: returns the session that is there. */
  open(session: NewRelaySession, claim: RelayClaim): Promise<RelaySession>;
  get(conversationId: string): Promise<RelaySession | null>;
  /**
   * Changes the interaction if it still has the version before the given one's. Anyone may: the owner learns of it
   * from {@link renew}. False when somebody else was faster.
   */
  change(interaction: Interaction): Promise<boolean>;
  /** The core has carried out this version. Never goes down. */
  markFollowed(conversationId: string, version: number): Promise<void>;
  /**
   * False when somebody else owns the session by now, or it is to be finished and somebody has asked for its
   * conversation again: nothing is saved then.
   */
  save(conversationId: string, owner: string, progress: RelayProgress): Promise<boolean>;
  /** Unfinished sessions that nobody owns, those with an agent first, then the oldest; from now on the claimer's. */
  claim(claim: RelayClaim, limit: number): Promise<readonly RelaySession[]>;
  /** Keeps what the claimer owns for longer; the version of the interaction by conversation. */
  renew(claim: RelayClaim): Promise<ReadonlyMap<string, number>>;
  /** Removes the sessions of these conversations. Returns how many. */
  forget(conversationIds: readonly string[]): Promise<number>;
  /** Gives back what this owner has. */
  release(owner: string): Promise<void>;
}
