/** The contact center's side of a conversation. `waiting` in a queue, `offered` to one agent, `assigned`, `closed`. */
export type InteractionState = 'waiting' | 'offered' | 'assigned' | 'closed';

export interface Interaction {
  readonly id: string;
  readonly conversationId: string;
  readonly queueId: string;
  readonly state: InteractionState;
  /** Higher is served first. */
  readonly priority: number;
  /** Start of the wait; kept when an offer comes back, so that the place in the queue is kept too. */
  readonly queuedAt: Date;
  /** Set while offered or assigned. */
  readonly agentId: string | null;
  /** The agent is a program: the conversation is `bot` and not `active`. */
  readonly byBot?: boolean;
  readonly offerExpiresAt: Date | null;
  readonly assignedAt: Date | null;
  /** How long the wait was expected to be when it began; null when nothing could be said. */
  readonly estimate: WaitRange | null;
  /** Rises with every change; an event about an older version may be ignored. */
  readonly version: number;
}

/** Eight waits of ten are expected to end in this range; in seconds. */
export interface WaitRange {
  readonly lowSeconds: number;
  readonly highSeconds: number;
}

/** What an agent must be able to do to be asked. */
export interface SkillNeed {
  readonly skill: string;
  /** From this time on, agents without the skill are asked as well; null when it is needed to the end. */
  readonly until: Date | null;
}

/** How things stand in a queue, for customers with these needs. */
export interface QueueLoad {
  /** Agents who serve the queue, have the skills, and are available, busy or not. */
  readonly agentsAvailable: number;
  /** Of these, those with room for another conversation. */
  readonly agentsFree: number;
  /** Waiting or offered in the queue. */
  readonly waiting: number;
  /** Waits of this queue that an agent has ended since {@link recentSince}. */
  readonly recentlyAssigned: number;
  /** Start of the time that is counted as recent, or of the first wait in it; null without any. */
  readonly recentSince: Date | null;
}

export type AgentRole = 'agent' | 'supervisor';

export interface Agent {
  readonly id: string;
  readonly displayName: string;
  readonly role: AgentRole;
  /** Most conversations at once. */
  readonly capacity: number;
  readonly queueIds: readonly string[];
  /** What the agent can do beyond serving the queues, such as a language; none when absent. */
  readonly skills?: readonly string[];
}

/** An agent and what the agent is doing; availability holds only while the lease lasts. */
export interface AgentPresence extends Agent {
  readonly available: boolean;
}

export interface Queue {
  readonly id: string;
  readonly displayName: string;
}
