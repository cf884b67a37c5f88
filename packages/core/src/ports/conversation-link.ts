import type { Attachment } from '../model/content.js';
import type { ContextItem, Conversation, Entry } from '../model/conversation.js';
import type { AgentMessage } from './guest-conversations.js';

export interface LinkedFile {
  /** The content, piece by piece. */
  pieces(): AsyncIterable<Uint8Array>;
}

export interface LinkedFiles {
  /** A file of the conversation. Null when it is gone. */
  open(conversation: Conversation, id: string): Promise<LinkedFile | null>;
  /**
   * Keeps a file that an agent sent, as part of the conversation.
   * @throws CoreError when it may not be kept, such as `file_refused`, `file_infected`, `too_large`
   */
  keep(
    conversation: Conversation,
    agentId: string,
    file: { readonly name: string; readonly mediaType: string; readonly content: Uint8Array },
  ): Promise<Attachment>;
}

/**
 * What a contact center elsewhere needs of the conversations that it serves: it reads what customers wrote and brings
 * what its agents write. All methods reject with `CoreError('unavailable')` when the store cannot be reached.
 */
export interface ConversationLink {
  get(conversationId: string): Promise<Conversation | null>;
  /** Facts about the escalation, oldest first, as masked as agents may know them. */
  context(conversation: Conversation): Promise<readonly ContextItem[]>;
  /** Entries with `seq` above `afterSeq`, ascending, at most `limit`. */
  read(conversation: Conversation, afterSeq: number, limit: number): Promise<readonly Entry[]>;
  /** Head `seq` of each known conversation among `ids`. */
  heads(ids: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /**
   * Stores what an agent wrote, after masking. A repeated id is answered with the first result.
   * @throws CoreError `not_found` unless the agent has it now, `conversation_ended`, `masking_failed`
   */
  say(conversation: Conversation, message: AgentMessage): Promise<Entry>;
  /** What the customer wrote has reached the agents' side, up to this entry. */
  delivered(conversationId: string, seq: number): Promise<void>;
  /** Present where files are taken. */
  readonly files?: LinkedFiles;
  /** The agent began or stopped to type. */
  typing(conversationId: string, on: boolean): void;
  /** Encrypts what the adapter keeps about the conversation, under its customer's key. */
  seal(conversation: Conversation, plain: string): Promise<Uint8Array>;
  unseal(conversation: Conversation, sealed: Uint8Array): Promise<string>;
}
