import type { FileRules } from './content.js';
import type { ConversationState, Receipts } from './conversation.js';
import type {
  AckEvent,
  DoneEvent,
  EndCommand,
  EntriesEvent,
  ErrorEvent,
  FillCommand,
  HeartbeatEvent,
  ReceiptCommand,
  SavingEvent,
  SendCommand,
  TypingCommand,
  TypingEvent,
} from './customer.js';

/** Frames an agent's desk sends. */
export type DeskCommand =
  | DeskHelloCommand
  | PresenceCommand
  | AcceptCommand
  | DeclineCommand
  | CallEndedCommand
  | RevealCommand
  | RedactCommand
  | SendCommand
  | TypingCommand
  | ReceiptCommand
  | FillCommand
  | EndCommand;

/** First frame of every connection. Entries come only by `fill` and by what is new from then on. */
export interface DeskHelloCommand {
  readonly type: 'hello';
  readonly v: number;
}

export interface PresenceCommand {
  readonly type: 'presence';
  readonly ref: string;
  readonly available: boolean;
}

/** Takes an offer. Refused with `offer_gone` when its time is over or it went elsewhere. */
export interface AcceptCommand {
  readonly type: 'accept';
  readonly ref: string;
  readonly interactionId: string;
}

/** Gives an offer back; it returns to the queue at the same place. */
export interface DeclineCommand {
  readonly type: 'decline';
  readonly ref: string;
  readonly interactionId: string;
}

/** Says how a promised call went; the work is over, or comes again. */
export interface CallEndedCommand {
  readonly type: 'call-ended';
  readonly ref: string;
  readonly conversationId: string;
  readonly outcome: 'reached' | 'not_reached';
}

/** Asks for one hidden value; answered by `revealed`, after it was recorded. */
export interface RevealCommand {
  readonly type: 'reveal';
  readonly ref: string;
  readonly conversationId: string;
  /** Of the message. */
  readonly seq: number;
  /** Which of its `revealable`, from 0. */
  readonly index: number;
  /** One of those that `welcome` names. */
  readonly reason: string;
}

/** Hides a value that masking has missed, for everybody; answered by `done`, after the entry `redacted`. */
export interface RedactCommand {
  readonly type: 'redact';
  readonly ref: string;
  readonly conversationId: string;
  /** Of the message. */
  readonly seq: number;
  /** As it stands in the message. */
  readonly value: string;
}

/** Frames the gateway sends to an agent's desk. */
export type DeskEvent =
  | DeskWelcomeEvent
  | DeskStateEvent
  | DeskReceiptEvent
  | AckEvent
  | EntriesEvent
  | TypingEvent
  | HeartbeatEvent
  | SavingEvent
  | DoneEvent
  | RevealedEvent
  | ErrorEvent;

export interface DeskWelcomeEvent {
  readonly type: 'welcome';
  readonly v: number;
  readonly agent: { readonly id: string; readonly displayName: string; readonly role: AgentRole };
  /** Present when files can be sent. */
  readonly files?: FileRules;
  /** Present when this agent may look at hidden values: the reasons to choose from. */
  readonly reveal?: { readonly reasons: readonly string[] };
}

/** A hidden value as it was written. The desk shows it for `seconds` and keeps it nowhere. */
export interface RevealedEvent {
  readonly type: 'revealed';
  readonly ref: string;
  readonly value: string;
  readonly seconds: number;
}

export type AgentRole = 'agent' | 'supervisor';

/** Everything the desk shows beside transcripts. Always whole: a later one replaces an earlier one. */
export interface DeskStateEvent extends DeskState {
  readonly type: 'desk';
}

export interface DeskState {
  readonly available: boolean;
  /** How many conversations this agent may have at once. */
  readonly capacity: number;
  /** Waiting in this agent's queues, in the order in which they will be offered. */
  readonly waiting: readonly WaitingItem[];
  /** Proposed to this agent now. */
  readonly offers: readonly Offer[];
  /** Assigned to this agent. */
  readonly conversations: readonly DeskConversation[];
}

export interface WaitingItem {
  readonly interactionId: string;
  readonly displayName: string;
  readonly tier: string | null;
  readonly intent: string | null;
  readonly queueName: string;
  readonly priority: number;
  /** ISO 8601 UTC. */
  readonly waitingSince: string;
}

export interface ContextFieldView {
  readonly label: string;
  readonly value: string;
  /** `internal`: not to be told to the customer. `personal`: for the agent who has the conversation alone. */
  readonly class: 'public' | 'internal' | 'personal';
}

/** What an agent may know of a customer; every value has passed masking. */
export interface CustomerCard {
  readonly customerId: string;
  readonly displayName: string;
  readonly tier: string | null;
  readonly intent: string | null;
  /** What the portal's server added; absent when there is nothing. Offers have no `personal` ones. */
  readonly fields?: readonly ContextFieldView[];
  /** The pages the customer asked from, newest last. */
  readonly pages: readonly { readonly url: string; readonly title: string; readonly at: string }[];
  readonly previousConversation: {
    readonly id: string;
    readonly endedAt: string;
    /** This conversation continues it; whoever is assigned to this one may `fill` that one. */
    readonly continued?: boolean;
    /** How an agent of a contact center elsewhere summed it up; absent when none has. */
    readonly wrapUp?: { readonly wrapUp: string; readonly agent: string | null };
  } | null;
  /** Why routing sent the conversation here, in words. */
  readonly routingReasons: readonly string[];
  /** Present when the work is to call the customer, or to read a message that was left. */
  readonly callback?: {
    /** E.164; null for a message. */
    readonly phone: string | null;
    /** What it is about, or the message. */
    readonly note: string | null;
    /** The promised time, ISO 8601 UTC. */
    readonly dueAt: string;
    /** The customer's, an IANA name. */
    readonly timeZone: string;
    /** 1 for the first call. */
    readonly attempt: number;
  };
}

export interface Offer {
  readonly interactionId: string;
  readonly conversationId: string;
  readonly queueName: string;
  /** ISO 8601 UTC; after it the offer returns to the queue. */
  readonly expiresAt: string;
  readonly customer: CustomerCard;
}

export interface DeskConversation {
  readonly interactionId: string;
  readonly conversationId: string;
  readonly state: ConversationState;
  readonly queueName: string;
  readonly assignedAt: string;
  readonly headSeq: number;
  readonly customer: CustomerCard;
  /** What has reached the customer, for the marks on the agent's own messages. */
  readonly customerReceipts: Receipts;
}

/** The customer's receipts for one conversation changed. */
export interface DeskReceiptEvent {
  readonly type: 'receipt';
  readonly conversationId: string;
  readonly customerReceipts: Receipts;
}
