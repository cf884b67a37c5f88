import type { FileRules, MessageContent, NewContent } from './content.js';
import type {
  CallbackView,
  ConversationView,
  Entry,
  EscalationContext,
  QueueView,
  Receipts,
} from './conversation.js';
import type { ErrorCode } from './errors.js';

/** Frames a customer's browser sends. One JSON object per text frame. */
export type CustomerCommand =
  | HelloCommand
  | OpenCommand
  | SendCommand
  | TypingCommand
  | ReceiptCommand
  | FillCommand
  | EndCommand
  | ChooseCommand
  | CancelCallbackCommand
  | WithholdCommand;

/** First frame of every connection. */
export interface HelloCommand {
  readonly type: 'hello';
  readonly v: number;
  /** Where this client's copy ends, so that the answer carries only what is missing. */
  readonly resume?: { readonly conversationId: string; readonly lastSeq: number };
}

/** Opens the customer's conversation, or joins the live one (T1). Safe to repeat. */
export interface OpenCommand {
  readonly type: 'open';
  readonly ref: string;
  readonly context: EscalationContext;
}

/** Adds a message. Safe to repeat with the same `id`: the first result is answered again (T3). */
export interface SendCommand {
  readonly type: 'send';
  /** Made by the sender, a UUIDv7. */
  readonly id: string;
  readonly conversationId: string;
  /** What is said; may be empty beside `content`. */
  readonly text: string;
  /** Customers send answers and attachments; agents everything but answers. */
  readonly content?: NewContent;
}

export interface TypingCommand {
  readonly type: 'typing';
  readonly conversationId: string;
  readonly on: boolean;
}

/** What has reached (and been read on) this side. Lower values than known ones are ignored. */
export interface ReceiptCommand extends Receipts {
  readonly type: 'receipt';
  readonly conversationId: string;
}

/** Asks for the entries after `afterSeq`; answered by `entries` frames. */
export interface FillCommand {
  readonly type: 'fill';
  readonly conversationId: string;
  readonly afterSeq: number;
}

export interface EndCommand {
  readonly type: 'end';
  readonly ref: string;
  readonly conversationId: string;
}

/**
 * Takes one of the ways that the conversation shows. A callback or a message ends the conversation; until it is kept,
 * the place in the queue is.
 */
export interface ChooseCommand {
  readonly type: 'choose';
  readonly ref: string;
  readonly conversationId: string;
  readonly choice: string | null;
  /** For a way of the kind `callback`. */
  readonly callback?: CallbackWish;
  /** For a way of the kind `message`. */
  readonly message?: string;
}

export interface CallbackWish {
  /** As the customer wrote it. */
  readonly phone: string;
  /** ISO 8601 UTC; absent: as soon as possible. */
  readonly at?: string;
  /** IANA name of the customer's time zone. */
  readonly timeZone: string;
  readonly note?: string;
}

/** Takes a promised call back, until an agent calls. */
export interface CancelCallbackCommand {
  readonly type: 'cancel-callback';
  readonly ref: string;
  readonly callbackId: string;
}

/** Takes something back that the conversation shows as shared with agents. Answered by `done`. */
export interface WithholdCommand {
  readonly type: 'withhold';
  readonly ref: string;
  readonly conversationId: string;
  readonly kind: 'intent' | 'page' | 'field';
  /** As the shared item calls it. */
  readonly name: string;
}

/** Frames the gateway sends to a customer's browser. */
export type CustomerEvent =
  | WelcomeEvent
  | OpenedEvent
  | AckEvent
  | EntriesEvent
  | ConversationEvent
  | CallbackEvent
  | AvailabilityEvent
  | TypingEvent
  | HeartbeatEvent
  | SavingEvent
  | DoneEvent
  | ErrorEvent;

/** Answer to `hello`. The entries that the client lacks follow in `entries` frames. */
export interface WelcomeEvent {
  readonly type: 'welcome';
  readonly v: number;
  readonly customer: { readonly displayName: string; readonly locale: string | null };
  /** The live conversation; or, when the client resumed one that has ended since, that one; else null. */
  readonly conversation: ConversationView | null;
  /** Always there, but for gateways of a build that did not have it yet; see WIRE-35. */
  readonly session?: SessionTerms;
  /** Present when files can be sent. */
  readonly files?: FileRules;
  /** Customers are asked how a conversation went ({@link SurveyRequest}). */
  readonly survey?: true;
}

/** What a client needs to renew its session in time, and to keep what was written over a navigation. */
export interface SessionTerms {
  /** How long the session still lasts unless the portal vouches again, in milliseconds from now. */
  readonly lifetimeMs: number;
  /** The same for the same customer always, another for everybody else; says nothing about who that is. base64url. */
  readonly customerTag: string;
  /**
   * AES-256-GCM key for what this browser keeps of this customer, 32 bytes as base64url. To be held in memory only.
   * It signs nobody in.
   */
  readonly draftKey: string;
}

/** Answer to `open`. */
export interface OpenedEvent {
  readonly type: 'opened';
  readonly ref: string;
  readonly conversation: ConversationView;
  /** True when a live conversation was there already. */
  readonly joined: boolean;
}

/** The message is committed (T2). Sent again for a repeated `send`. */
export interface AckEvent {
  readonly type: 'ack';
  readonly id: string;
  readonly conversationId: string;
  readonly seq: number;
  readonly at: string;
  /** The text as it was stored: after masking. */
  readonly text: string;
  readonly maskedTypes: readonly string[];
  /** As in the entry. */
  readonly content?: MessageContent;
}

/** Entries in order of `seq`, without gaps inside one frame. */
export interface EntriesEvent {
  readonly type: 'entries';
  readonly conversationId: string;
  readonly entries: readonly Entry[];
}

/** The conversation's state, queue place, agent or receipts changed; also sent when another tab opened it. */
export interface ConversationEvent {
  readonly type: 'conversation';
  readonly conversation: ConversationView;
}

/**
 * Whether agents are there for this customer: sent after `welcome` while no conversation is live, and when it changes.
 */
export interface AvailabilityEvent extends AvailabilityView {
  readonly type: 'availability';
}

export interface AvailabilityView {
  /** `available`: an agent is free. `busy`: all are in conversations. `nobody`: no agent is at work. */
  readonly agents: 'available' | 'busy' | 'nobody';
  /** How long it would take, in seconds; null when nothing honest can be said. */
  readonly wait: QueueView['wait'];
}

/** The customer's promised call: sent after `welcome` when there is an open one, and whenever it changes. */
export interface CallbackEvent {
  readonly type: 'callback';
  readonly callback: CallbackView;
}

/** The other side started or stopped typing. Carries no sequence and may be lost. */
export interface TypingEvent {
  readonly type: 'typing';
  readonly conversationId: string;
  readonly on: boolean;
}

/** Sent every `LIMITS.heartbeatMs`; a head above the client's last `seq` means something was missed. */
export interface HeartbeatEvent {
  readonly type: 'heartbeat';
  /** Head `seq` of each conversation this connection follows. */
  readonly heads: { readonly [conversationId: string]: number };
}

/**
 * The gateway cannot save at present (`paused`), or can again. Nothing is acknowledged meanwhile, and nothing that was
 * acknowledged is lost; what is refused with `unavailable` is to be sent again.
 */
export interface SavingEvent {
  readonly type: 'saving';
  readonly paused: boolean;
}

/** A command without an answer of its own (`end`, `accept` …) was carried out. */
export interface DoneEvent {
  readonly type: 'done';
  readonly ref: string;
}

/** A command was refused. The connection stays open unless a close code follows. */
export interface ErrorEvent {
  readonly type: 'error';
  readonly code: ErrorCode;
  /** What went wrong and what to do, in English, without customer content. */
  readonly message: string;
  /** The `ref` or message `id` of the refused command, where it had one. */
  readonly ref?: string;
  /** True when the same command may succeed later. */
  readonly retryable: boolean;
  /** Earliest time to try again, in milliseconds from now. */
  readonly retryAfterMs?: number;
}
