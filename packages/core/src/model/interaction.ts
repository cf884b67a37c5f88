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
  readonly offerExpiresAt: Date | null;
  readonly assignedAt: Date | null;
  /** Rises with every change; an event about an older version may be ignored. */
  readonly version: number;
}

export type AgentRole = 'agent' | 'supervisor';

export interface Agent {
  readonly id: string;
  readonly displayName: string;
  readonly role: AgentRole;
  /** Most conversations at once. */
  readonly capacity: number;
  readonly queueIds: readonly string[];
}

/** An agent and what the agent is doing; availability holds only while the lease lasts. */
export interface AgentPresence extends Agent {
  readonly available: boolean;
}

export interface Queue {
  readonly id: string;
  readonly displayName: string;
}
