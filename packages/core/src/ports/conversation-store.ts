import type { AuditEntry } from '../model/audit.js';
import type {
  Conversation,
  ConversationState,
  NewEntry,
  PartyRole,
  Receipts,
  StoredEntry,
} from '../model/conversation.js';
import type { DecisionRecord, DecisionUpdate } from '../model/decision.js';
import type { StoredSurvey } from '../model/survey.js';

export interface NewConversation {
  readonly id: string;
  readonly customerId: string;
  readonly openedAt: Date;
  readonly previousConversationId: string | null;
}

export type AppendResult =
  /** Committed now, or committed before under the same id (`duplicate`): then it is the first result. */
  | { readonly kind: 'stored'; readonly entry: StoredEntry; readonly duplicate: boolean }
  | { readonly kind: 'refused'; readonly reason: 'not_found' | 'conversation_ended' };

export interface Transition {
  readonly conversationId: string;
  /** The transition is carried out only from one of these; from another it changes nothing. */
  readonly from: readonly ConversationState[];
  readonly to: ConversationState;
  /** New holder; null when nobody has it. */
  readonly agentId: string | null;
  readonly at: Date;
  /**
   * The version of the interaction that this follows; older than one that was followed already, it changes nothing.
   * Null for what does not come from the contact center.
   */
  readonly interactionVersion: number | null;
  /** Sequenced entry that the customer sees for it; none when null. */
  readonly entry: NewEntry | null;
  readonly audit: AuditEntry | null;
}

export type TransitionResult =
  | { readonly kind: 'changed'; readonly conversation: Conversation; readonly entry: StoredEntry | null }
  /** The state was not in `from`, the entry's id is there already, or a newer version was followed: nothing was changed. */
  | { readonly kind: 'unchanged'; readonly conversation: Conversation }
  | { readonly kind: 'not_found' };

export interface StoredContextItem {
  readonly at: Date;
  readonly sealed: Uint8Array;
}

/**
 * Keeps conversations, entries, context and decisions. Every method is one atomic, durable operation: when its
 * promise fulfils, the outcome is committed; when it rejects, nothing of it is visible.
 * All methods reject with `CoreError('unavailable')` when the store cannot be reached.
 */
export interface ConversationStore {
  /**
   * Creates the conversation, its first context item, its decision and its audit entry, unless the customer has a
   * live one: then nothing is written and that one is returned with `joined: true` (T1: decided by a database
   * uniqueness rule, so simultaneous calls from any number of nodes create exactly one).
   */
  open(
    conversation: NewConversation,
    context: StoredContextItem,
    decision: DecisionRecord,
    audit: AuditEntry,
  ): Promise<{ readonly conversation: Conversation; readonly joined: boolean }>;

  /** Adds a context item to a conversation, with its audit entry. Order is the order of commits. */
  addContext(conversationId: string, context: StoredContextItem, audit: AuditEntry): Promise<void>;

  /**
   * Appends entries as one commit, numbering each conversation's without gaps (T3). Results are in the order of the
   * argument. A refused entry does not hinder the others. Idempotent by entry id, also within one call.
   * Ownership is checked inside the commit (T10): an entry whose party is neither the conversation's customer nor the
   * agent who has it now is refused with `not_found`, so that a foreign conversation cannot be told from none.
   */
  append(entries: readonly NewEntry[]): Promise<readonly AppendResult[]>;

  /** Changes state and holder, with its entry and audit entry, as one commit. Idempotent by the entry's id. */
  transition(transition: Transition): Promise<TransitionResult>;

  /** Entries with `seq` above `afterSeq`, ascending, at most `limit`. Empty for an unknown conversation. */
  read(conversationId: string, afterSeq: number, limit: number): Promise<readonly StoredEntry[]>;

  /** Head `seq` of each known conversation among `ids`. */
  heads(ids: readonly string[]): Promise<ReadonlyMap<string, number>>;

  get(conversationId: string): Promise<Conversation | null>;
  findLive(customerId: string): Promise<Conversation | null>;
  /** The live conversations of these customers. */
  liveOf(customerIds: readonly string[]): Promise<readonly Conversation[]>;
  /** The agent who had the conversation last; null when nobody ever had it. */
  lastAgent(conversationId: string): Promise<string | null>;
  /** The customer's conversation that ended last. */
  findLastEnded(customerId: string): Promise<Conversation | null>;

  context(conversationId: string): Promise<readonly StoredContextItem[]>;
  /** The decision that routed the conversation; null for an unknown conversation. */
  decision(conversationId: string): Promise<DecisionRecord | null>;

  /**
   * Takes the conversation's run of its flow further, with what the decision says now.
   * @param expected The version of the run that this follows.
   * @returns false when the run has moved on since, or there is none: nothing is changed then
   */
  saveRun(conversationId: string, expected: number, update: DecisionUpdate): Promise<boolean>;

  /**
   * Live conversations whose run goes on by itself by `now`, or has effects that are still to be carried out since
   * before `pendingBefore`; longest due first.
   */
  dueRuns(now: Date, pendingBefore: Date, limit: number): Promise<readonly Conversation[]>;

  /**
   * Raises one side's receipts, never above the head and never down.
   * Returns the conversation when a value rose, else null.
   */
  raiseReceipts(
    conversationId: string,
    side: Exclude<PartyRole, 'system'>,
    receipts: Receipts,
  ): Promise<Conversation | null>;

  /**
   * Keeps what the customer said about an ended conversation, with its audit entry, as one commit.
   * @returns false when something was said before, or it has not ended: nothing is changed then
   */
  keepSurvey(conversationId: string, survey: StoredSurvey, audit: AuditEntry): Promise<boolean>;
  /** Null when nothing was said. */
  survey(conversationId: string): Promise<StoredSurvey | null>;

  /** Notes that these customers are connected now; drives {@link absent}. */
  markPresent(customerIds: readonly string[], at: Date): Promise<void>;

  /** Live conversations whose customer was last connected before `before`; at most `limit`. */
  absent(before: Date, limit: number): Promise<readonly Conversation[]>;

  /** Ended conversations whose end the contact center has not confirmed; see {@link markSettled}. */
  unsettled(limit: number): Promise<readonly Conversation[]>;
  /** The contact center has closed its side of this ended conversation. */
  markSettled(conversationId: string): Promise<void>;
}
