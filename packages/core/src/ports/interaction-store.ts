import type { AuditEntry } from '../model/audit.js';
import type {
  Agent,
  AgentPresence,
  Interaction,
  Queue,
  QueueLoad,
  SkillNeed,
  WaitRange,
} from '../model/interaction.js';

export interface NewInteraction {
  readonly id: string;
  readonly conversationId: string;
  readonly queueId: string;
  readonly priority: number;
  readonly queuedAt: Date;
  /** Of the agents who could be asked now, this one is asked first. */
  readonly preferredAgentId: string | null;
  /** Only agents with all of these are asked. */
  readonly skills: readonly SkillNeed[];
  readonly estimate: WaitRange | null;
}

export interface LoadQuestion {
  readonly queueId: string;
  readonly skills: readonly string[];
  readonly now: Date;
  /** Waits that ended before this are not counted. */
  readonly recentSince: Date;
}

export interface FollowClaim {
  readonly holder: string;
  readonly claimMs: number;
  readonly limit: number;
}

/**
 * Keeps the embedded contact center's queues, agents and interactions. Every method is one atomic, durable
 * operation, safe to run on many nodes at once. Assignment is decided here, in SQL: an interaction is offered to
 * at most one agent, and an agent never holds more than its capacity, whatever runs beside it.
 * All methods reject with `CoreError('unavailable')` when the store cannot be reached.
 */
export interface InteractionStore {
  /**
   * Replaces the configured queues and agents; presence and interactions of those that stay are kept. Agents who were
   * provisioned stay as well.
   */
  configure(queues: readonly Queue[], agents: readonly Agent[]): Promise<void>;

  /** Makes an agent whom no configuration names, or changes one made this way. Who is configured is left alone. */
  provision(agent: Agent): Promise<void>;

  /** Puts a conversation into a queue. Idempotent by `conversationId`: a repeated call returns the first one. */
  enqueue(interaction: NewInteraction): Promise<Interaction>;

  /**
   * Changes what a conversation's interaction asks for: queue, priority, skills, preferred agent. One that waits keeps
   * its place in time; a closed one waits again from `queuedAt` on; one that is offered or assigned stays as it is.
   * Returns the interaction afterwards; null when there is none.
   */
  reroute(wish: Omit<NewInteraction, 'id'>): Promise<Interaction | null>;

  /**
   * Proposes waiting interactions to agents and returns the new offers. Order: priority, then longest waiting;
   * among agents of the queue that are available, leased and below capacity (offers count): longest without a new
   * assignment. An interaction is not offered again to an agent who declined or missed it while another agent could take it.
   */
  offerWaiting(now: Date, offerExpiresAt: Date): Promise<readonly Interaction[]>;

  /** Offer → assignment, with its audit entry. Null when the offer is over or belongs to another agent. */
  accept(interactionId: string, agentId: string, now: Date, audit: AuditEntry): Promise<Interaction | null>;

  /** Offer → back to the queue at the same place. Null when there is no such offer to this agent. */
  decline(interactionId: string, agentId: string, now: Date): Promise<Interaction | null>;

  /** Returns every offer whose time is over to its queue, at the same place. */
  returnExpiredOffers(now: Date): Promise<readonly Interaction[]>;

  /** Closes the conversation's interaction, in any state. Null when there is none or it is closed already. */
  close(conversationId: string, now: Date): Promise<Interaction | null>;

  /**
   * Puts the conversation's open interaction into another queue, or back into its own, to wait from its old place on.
   * Who had it loses it; who refused it may be asked again. Of the agents who could be asked, the preferred one is
   * asked first. Null when there is none or it is closed.
   */
  transfer(
    conversationId: string,
    queueId: string,
    preferredAgentId: string | null,
  ): Promise<Interaction | null>;

  /** Changes the priority of an interaction that is waiting. Null when it is not. */
  prioritize(conversationId: string, priority: number): Promise<Interaction | null>;

  /** Sets availability and renews the lease. False for an unknown agent. */
  setPresence(agentId: string, available: boolean, leaseUntil: Date, audit: AuditEntry): Promise<boolean>;

  /** Says that these agents' desks are connected: their availability and assignments hold until `leaseUntil`. */
  renewLeases(agentIds: readonly string[], leaseUntil: Date): Promise<void>;

  /**
   * Acts on leases that ended: before `now`, the agent becomes unavailable and loses offers; before
   * `abandonedBefore` (earlier than `now`), the agent's assignments go back to their queues at the same place.
   * Returns what went back.
   */
  expireLeases(now: Date, abandonedBefore: Date): Promise<readonly Interaction[]>;

  /** Removes the interactions of these conversations with all that belongs to them. Returns how many. */
  forget(conversationIds: readonly string[]): Promise<number>;

  get(interactionId: string): Promise<Interaction | null>;
  ofConversation(conversationId: string): Promise<Interaction | null>;
  /** Interactions offered or assigned to this agent, oldest first. */
  ofAgent(agentId: string): Promise<readonly Interaction[]>;
  /** Waiting interactions of these queues in serving order, at most `limit`. */
  waiting(queueIds: readonly string[], limit: number): Promise<readonly Interaction[]>;
  /** For each waiting or offered conversation among `ids`: its queue, and how many are before it there. */
  places(
    conversationIds: readonly string[],
  ): Promise<ReadonlyMap<string, { readonly queueId: string; readonly ahead: number }>>;

  /** How things stand in a queue; zeros for an unknown one. */
  queueLoad(question: LoadQuestion): Promise<QueueLoad>;
  /** Forgets waits that ended before `before`; at most `limit`. Returns how many. */
  purgeWaits(before: Date, limit: number): Promise<number>;

  agents(): Promise<readonly AgentPresence[]>;
  agent(agentId: string): Promise<AgentPresence | null>;
  queues(): Promise<readonly Queue[]>;

  /**
   * Claims interactions whose latest version the core has not yet followed, oldest change first: for the time of the
   * claim, by the store's own clock, nobody else gets them. What another holder has claimed is left out.
   */
  claimUnfollowed(claim: FollowClaim): Promise<readonly Interaction[]>;
  /** The core has carried out what this version means, and the claim ends. A newer version stays unfollowed. */
  markFollowed(interactionId: string, version: number): Promise<void>;
}
