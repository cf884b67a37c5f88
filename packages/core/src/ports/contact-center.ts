import type { Interaction, SkillNeed, WaitRange } from '../model/interaction.js';
import type {
  ContactCenterData,
  ContactCenterErasure,
  CustomerDataAnswer,
  CustomerDataRequest,
} from './customer-data.js';

export interface ContactCenterRequest {
  readonly conversationId: string;
  readonly queueId: string;
  readonly priority: number;
  readonly at: Date;
  /** Whom the customer talked to a moment ago: preferred while free. */
  readonly preferredAgentId: string | null;
  /** What the agent must be able to do; nothing in particular when absent. */
  readonly skills?: readonly SkillNeed[];
}

/** Where a waiting customer stands. */
export interface QueuePlace {
  /** How many are served before. */
  readonly ahead: number;
  /** How much longer it takes; null when nothing can be said honestly. */
  readonly estimate: WaitRange | null;
}

/** What customers are told before they commit to wait. */
export interface Availability {
  readonly agentsAvailable: number;
  readonly agentsFree: number;
  readonly waiting: number;
  /** For who asks now; null when nothing can be said honestly, as when nobody is there. */
  readonly estimate: WaitRange | null;
}

/**
 * What the gateway needs from whoever employs the agents. Calls are idempotent by conversation, because they are
 * repeated after a crash.
 */
export interface ContactCenter {
  /**
   * Asks for an agent. While the conversation waits, a further request changes what it asks for and keeps its place;
   * after a close it asks anew.
   */
  request(request: ContactCenterRequest): Promise<void>;
  /** The conversation is over: frees the agent or the place in the queue. */
  close(conversationId: string, at: Date): Promise<void>;
  /** Where each waiting conversation among `ids` stands. */
  places(conversationIds: readonly string[]): Promise<ReadonlyMap<string, QueuePlace>>;
  /** Who is there for customers with these needs, and how long they would wait; null when that is not known. */
  availability(queueId: string, skills: readonly string[]): Promise<Availability | null>;
  /** False while the way to the agents of this conversation is interrupted; it comes back by itself. */
  isReachable(conversationId: string): Promise<boolean>;
  /** Name of an agent as customers see it; null when unknown. */
  agentDisplayName(agentId: string): Promise<string | null>;
  /**
   * Registers what follows changes of interactions (`followInteraction` of the core). Called at least once for the
   * latest version of each change, also after a restart; a rejection makes the call come again later.
   */
  onChange(follow: (interaction: Interaction) => Promise<void>): void;
  /** All that is kept there of the customer; nothing (`{}`) when nothing is. */
  exportCustomer(request: CustomerDataRequest): Promise<CustomerDataAnswer<ContactCenterData>>;
  /**
   * Erases all that is kept there of the customer. The customer's conversations are over by then. `done` means that it
   * is gone; a customer who is not known there is done at once.
   */
  eraseCustomer(request: CustomerDataRequest): Promise<CustomerDataAnswer<ContactCenterErasure>>;
}
