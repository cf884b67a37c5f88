import type { MessageContent } from '../model/content.js';
import type { Conversation, Entry, Receipts } from '../model/conversation.js';
import type { CustomerCard } from '../model/customer-card.js';
import type { Interaction } from '../model/interaction.js';

export interface AgentMessage {
  readonly conversationId: string;
  /** Made by the desk; a repeated id is answered with the first result. */
  readonly id: string;
  readonly agent: { readonly id: string; readonly displayName: string };
  /** With `content`, all of it in plain text. */
  readonly text: string;
  readonly content?: MessageContent;
}

/**
 * Conversations that the agents serve and that the core does not own: whoever opened them keeps their transcript and
 * masks it. They are outside T1. Their new entries are announced as `head` on the bus, never with their text.
 * Every method answers null or false for a conversation that is not one of these.
 */
export interface GuestConversations {
  /** Brings the conversation in line with its interaction, as `followInteraction` does for those of the core. */
  follow(interaction: Interaction): Promise<boolean>;
  get(conversationId: string): Promise<Conversation | null>;
  card(conversationId: string): Promise<CustomerCard | null>;
  /** Entries with `seq` above `afterSeq`, ascending, at most `limit`. */
  read(conversationId: string, afterSeq: number, limit: number): Promise<readonly Entry[]>;
  /** @throws CoreError `not_found` unless the agent has it now, `conversation_ended`, `masking_failed` */
  send(message: AgentMessage): Promise<Entry>;
  /** Raises the agent's receipts, never above the head and never down. */
  raiseAgentReceipts(conversationId: string, receipts: Receipts): Promise<void>;
  /** Ends a live conversation and frees its agent. Safe to repeat. */
  end(conversationId: string, agent: AgentMessage['agent']): Promise<void>;
}
