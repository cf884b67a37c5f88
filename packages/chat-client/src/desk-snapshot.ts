import type {
  AgentRole,
  DeskState,
  Entry,
  FileRules,
  NewContent,
  RevealCommand,
  RevealedEvent,
} from '@throughline/protocol';
import type { ConnectionState, PendingMessage } from './chat-snapshot.js';
import type { CommandError } from './command-error.js';

/** A conversation as the desk shows it. */
export interface DeskTranscript {
  /** Committed entries in order of `seq`, each once. */
  readonly entries: readonly Entry[];
  /** What was said in the conversation that this one continues; empty when it continues none. */
  readonly earlier: readonly Entry[];
  /** This agent's messages that are not acknowledged yet. */
  readonly pending: readonly PendingMessage[];
  readonly customerTyping: boolean;
}

/** What the desk shows. Immutable: a change makes a new object. */
export interface DeskSnapshot {
  readonly connection: ConnectionState;
  /** Connected, and the gateway cannot save at present: what is written is kept here and goes out by itself later. */
  readonly savingPaused: boolean;
  readonly agent: { readonly id: string; readonly displayName: string; readonly role: AgentRole } | null;
  /** Why this agent can ask for hidden values; empty when the agent may not. */
  readonly revealReasons: readonly string[];
  /** Which files can be sent; null while that is not known, or when none can. */
  readonly files: FileRules | null;
  /** Last state the gateway sent; kept while reconnecting. */
  readonly desk: DeskState | null;
  /** By conversation id, for every assigned conversation and those that ended while the desk was open. */
  readonly transcripts: ReadonlyMap<string, DeskTranscript>;
}

/** One hidden value of one message. */
export type RevealRequest = Omit<RevealCommand, 'type' | 'ref'>;

/** A hidden value as it was written, to be shown for so long and kept nowhere. */
export type Revealed = Omit<RevealedEvent, 'type' | 'ref'>;

/** The headless client of one agent's desk. */
export interface DeskClient {
  readonly snapshot: DeskSnapshot;
  subscribe(listener: () => void): () => void;
  start(): void;
  stop(): void;
  wake(): void;
  /** These four fulfil when the gateway has carried the command out; they reject with `CommandError`. */
  setAvailable(available: boolean): Promise<void>;
  accept(interactionId: string): Promise<void>;
  decline(interactionId: string): Promise<void>;
  end(conversationId: string): Promise<void>;
  /** Says how a promised call went: the work is over, or comes again. */
  callEnded(conversationId: string, outcome: 'reached' | 'not_reached'): Promise<void>;
  /** Asks for a hidden value; it is recorded before the answer comes. Rejects with `CommandError`. */
  reveal(request: RevealRequest): Promise<Revealed>;
  /** Hides a value that masking has missed in a message, for everybody. Rejects with `CommandError`. */
  redact(conversationId: string, seq: number, value: string): Promise<void>;
  /** @throws TypeError when `text` is blank without `content`, or too long. */
  send(conversationId: string, text: string, content?: NewContent): string;
  retry(conversationId: string, id: string): void;
  discard(conversationId: string, id: string): void;
  typing(conversationId: string): void;
  markRead(conversationId: string, seq: number): void;
}

/** What a rejected command carries. */
export type CommandErrorShape = Pick<CommandError, 'code'>;
