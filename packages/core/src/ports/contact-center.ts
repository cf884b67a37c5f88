import type { Interaction } from '../model/interaction.js';

export interface ContactCenterRequest {
  readonly conversationId: string;
  readonly queueId: string;
  readonly priority: number;
  readonly at: Date;
  /** Whom the customer talked to a moment ago: preferred while free. */
  readonly preferredAgentId: string | null;
}

/**
 * What the gateway needs from whoever employs the agents. Calls are idempotent by conversation, because they are
 * repeated after a crash.
 */
export interface ContactCenter {
  /** Asks for an agent. */
  request(request: ContactCenterRequest): Promise<void>;
  /** The conversation is over: frees the agent or the place in the queue. */
  close(conversationId: string, at: Date): Promise<void>;
  /** For each waiting conversation among `ids`: how many are served before it. */
  places(conversationIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Name of an agent as customers see it; null when unknown. */
  agentDisplayName(agentId: string): Promise<string | null>;
  /**
   * Registers what follows changes of interactions (`followInteraction` of the core). Called at least once for the
   * latest version of each change, also after a restart; a rejection makes the call come again later.
   */
  onChange(follow: (interaction: Interaction) => Promise<void>): void;
}
