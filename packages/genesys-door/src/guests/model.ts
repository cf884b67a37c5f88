import type { Entry, Interaction, Receipts } from '@throughline/core';
import type { GuestResponse, StructuredMessage } from '@throughline/guest-api';
import type { Deployment } from '../options.js';

/** One open connection of a guest, as sessions see it. */
export interface GuestPeer {
  send(frame: GuestResponse): void;
  /** Breaks the connection without a word. */
  drop(): void;
  /** Closes the socket after what was sent. */
  close(code?: number, reason?: string): void;
}

/** Who a signed-in guest is, from the identity provider's claims. */
export interface GuestIdentity {
  readonly sub: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
}

export interface StoredAttachment {
  readonly id: string;
  readonly sessionToken: string;
  /** Unguessable part of its addresses. */
  readonly key: string;
  readonly fileName: string;
  readonly fileType: string;
  readonly content: Buffer | null;
}

export interface GuestSession {
  readonly token: string;
  readonly id: string;
  readonly deployment: Deployment;
  identity: GuestIdentity | null;
  /** The guest signed out: the session takes nothing more until somebody signs in on it. */
  signedOut: boolean;
  /** In order of connecting. */
  peers: GuestPeer[];
  readOnly: boolean;
  /** Ends when idle until then, in milliseconds since 1970. */
  expiresAt: number;
  /** The live conversation, else the last one. */
  conversation: GuestConversation | null;
  /** Every message that guests see, oldest first; over all conversations of the session. */
  readonly history: StructuredMessage[];
}

export type Purpose = 'customer' | 'workflow' | 'acd' | 'agent';

export interface Participant {
  readonly id: string;
  readonly communicationId: string;
  readonly purpose: Purpose;
  readonly startTime: Date;
  state: 'alerting' | 'connected' | 'disconnected';
  connectedTime: Date | null;
  endTime: Date | null;
  disconnectType: string | null;
  readonly queueId: string | null;
  readonly agentId: string | null;
  attributes: Readonly<Record<string, string>>;
  wrapup: { code: string; notes?: string; tags?: string[]; durationSeconds?: number; endTime: string } | null;
}

export interface ConversationMessage {
  readonly id: string;
  /** Of what the desk shows of it. */
  readonly entryId: string;
  readonly at: Date;
  readonly purpose: Purpose;
  readonly communicationId: string;
  readonly message: StructuredMessage;
}

/** What agents of the desk work on: a guest's conversation or a callback. */
export interface ServedItem {
  readonly id: string;
  readonly startTime: Date;
  endTime: Date | null;
  readonly participants: Participant[];
  queueId: string;
  priority: number;
  /** What happened, as the desk shows it. */
  readonly entries: Entry[];
  interactionState: Interaction['state'];
  interactionVersion: number;
  agentId: string | null;
  customerReceipts: Receipts;
  agentReceipts: Receipts;
}

export interface GuestConversation extends ServedItem {
  readonly session: GuestSession;
  externalTag: string | null;
  externalContactId: string | null;
  readonly messages: ConversationMessage[];
}
