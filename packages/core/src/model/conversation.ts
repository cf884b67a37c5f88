import type { MessageContent } from './content.js';

/** Life-cycle state; see SPEC.md. Live means: not `ended`. */
export const CONVERSATION_STATES = [
  'routing',
  'queued',
  'offered',
  'active',
  'held',
  'bot',
  'fallback',
  'ended',
] as const;

export type ConversationState = (typeof CONVERSATION_STATES)[number];

export type PartyRole = 'customer' | 'agent' | 'system';

/** Who did something. `id` is the customer's UUID, the agent's id, or the name of a system part. */
export interface Party {
  readonly role: PartyRole;
  readonly id: string;
}

/** `redacted`: an earlier message, of the same party or for an agent of anybody, holds less from now on. */
export type EntryKind = 'message' | 'joined' | 'left' | 'ended' | 'redacted';

/** How far one side of a conversation has got; both only ever rise. */
export interface Receipts {
  readonly deliveredSeq: number;
  readonly readSeq: number;
}

export interface Conversation {
  readonly id: string;
  readonly customerId: string;
  readonly state: ConversationState;
  readonly openedAt: Date;
  readonly endedAt: Date | null;
  /** Highest sequence number committed; 0 before the first entry. */
  readonly headSeq: number;
  /** The agent who has it now, else null. */
  readonly agentId: string | null;
  readonly previousConversationId: string | null;
  readonly customerReceipts: Receipts;
  readonly agentReceipts: Receipts;
}

/** What an entry says, sealed at rest. */
export interface EntryBody {
  /** Name of the party as the other side sees it. */
  readonly displayName: string;
  /** Present on messages: the text after masking. On redactions: what the message is from now on. */
  readonly text?: string;
  /** Present on messages: types of the values that were hidden, each once. */
  readonly maskedTypes?: readonly string[];
  /** Present on messages with hidden values whose originals are kept sealed, ascending. */
  readonly revealable?: readonly RevealableSpan[];
  /** Present on messages that say more than plain text, masked; `text` then is all of it in plain text. */
  readonly content?: MessageContent;
  /** Present on redactions: the id of the message. */
  readonly redacts?: string;
  /** Present on the end of a conversation. */
  readonly reason?: EndReason;
}

/** Where in the masked text of a message a value of this type is hidden. */
export interface RevealableSpan {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** Why a conversation ended. */
export type EndReason =
  | 'customer'
  | 'agent'
  | 'customer_absent'
  | 'contact_center'
  /** A call was promised instead. */
  | 'callback'
  /** A message was left instead. */
  | 'message'
  /** All that is kept of the customer is erased. */
  | 'erased';

interface EntryHead {
  readonly conversationId: string;
  /** Unique in the conversation; made by the sender, or derived from the event that caused the entry. */
  readonly id: string;
  readonly kind: EntryKind;
  readonly party: Party;
  readonly at: Date;
}

/** An entry on its way into the store. */
export interface NewEntry extends EntryHead {
  readonly sealedBody: Uint8Array;
  /**
   * Of an entry `redacted`: the message, of the same party or for an agent of anybody, whose body is overwritten in the
   * same commit. With `instead` that must still be its body: otherwise nothing is stored, and the call rejects with
   * `CoreError('not_found')`.
   */
  readonly redacts?: {
    readonly id: string;
    readonly sealedBody: Uint8Array;
    readonly instead?: Uint8Array;
  };
}

/** A committed entry as the store and the bus carry it. */
export interface StoredEntry extends Omit<NewEntry, 'redacts'> {
  readonly seq: number;
}

/** A committed entry, opened for someone entitled to it. */
export interface Entry extends EntryHead {
  readonly seq: number;
  readonly body: EntryBody;
}

/**
 * Facts about one escalation: whom the portal vouched for and what the page said, after masking. Sealed at rest,
 * appended and never changed.
 */
export interface ContextItem {
  readonly at: Date;
  readonly customer: {
    readonly externalId: string;
    readonly displayName: string;
    readonly tier: string | null;
  };
  readonly intent: string | null;
  readonly page: { readonly url: string; readonly title: string } | null;
  /** Present where the page said more: values by the name of a {@link ContextField} that pages may set. */
  readonly said?: Readonly<Record<string, string>>;
  /**
   * Present on what the portal's server added afterwards, which has neither intent nor page: values by the name of
   * their {@link ContextField}; null takes one back.
   */
  readonly fields?: Readonly<Record<string, string | null>>;
  /** Present on what the customer took back, which has neither intent, page nor fields. */
  readonly withheld?: Withheld;
}

/** Something that agents saw and that the customer wants to be seen no more, by what it says or, for a field, its name. */
export interface Withheld {
  readonly kind: 'intent' | 'page' | 'field';
  readonly name: string;
}

/** A fact about the customer that the portal's server may add to a live conversation. */
export interface ContextField {
  readonly name: string;
  /** As agents read it. */
  readonly label: string;
  /** `internal`: not to be told to the customer. `personal`: shown only to the agent who has the conversation. */
  readonly class: 'public' | 'internal' | 'personal';
  /** Pages may set it, besides the portal's server, whose word goes before theirs. */
  readonly fromPage?: boolean;
  /** The customer may take it back. */
  readonly optional?: boolean;
}
