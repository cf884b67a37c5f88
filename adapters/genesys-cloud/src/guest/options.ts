import type {
  AuditEntry,
  Availability,
  Bus,
  Clock,
  Conversation,
  ConversationLink,
  Interaction,
  RateLimiter,
  RelayStore,
} from '@throughline/core';
import { GUEST_LIMITS } from '@throughline/guest-api';
import { CONNECTION_BUDGET } from '../platform/budget.js';
import type { FoundEntry } from '../platform/entry-points.js';
import type { GenesysPrivacy } from '../platform/genesys-privacy.js';
import type { SessionState } from './session-state.js';

/** Where the guest protocol is spoken. */
export interface GuestEndpoint {
  /** `wss://webmessaging.<domain>/v1`, or the address of a server that speaks the same. */
  readonly socketUrl: string;
  /** `https://api.<domain>`. */
  readonly apiUrl: string;
  readonly deploymentId: string;
  /** Others with the same settings; new sessions are spread over all. Genesys limits each by itself. */
  readonly moreDeploymentIds?: readonly string[];
  /** Sent as `Origin`; must be among the deployment's allowed domains. */
  readonly origin: string | null;
  /** As the deployment is set: a conversation begins with the session, before the first message. */
  readonly autoStart: boolean;
}

/** Limits of the other side that are kept here; the defaults stay below the published ones. */
export interface RelayLimits {
  readonly messagesPerSecond: number;
  readonly requestsPerMinute: number;
  readonly historyPerMinute: number;
  /** For all nodes together. */
  readonly connectionsPerMinute: number;
  /** A request without an answer for this long is looked up, in milliseconds. */
  readonly answerMs: number;
  /** How often it is asked whether a session is still there, in milliseconds. */
  readonly echoMs: number;
  /** A silent node loses its sessions after this, in milliseconds. */
  readonly leaseMs: number;
  /** How often leases are renewed and free sessions claimed, in milliseconds. */
  readonly tickMs: number;
}

export const DEFAULT_RELAY_LIMITS: RelayLimits = {
  messagesPerSecond: GUEST_LIMITS.messagesPerSecond - 1,
  requestsPerMinute: GUEST_LIMITS.requestsPerMinute - 4,
  historyPerMinute: GUEST_LIMITS.historyPerMinute - 1,
  connectionsPerMinute: CONNECTION_BUDGET.perMinute,
  answerMs: 10_000,
  echoMs: 4 * 60_000,
  leaseMs: 6_000,
  tickMs: 2_000,
};

/** Who decides where conversations go: the gateway's flow, or the customer's own flow in Architect. */
export type RoutingAuthority = 'gateway' | 'architect';

export interface GenesysContactCenterOptions {
  readonly store: RelayStore;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly limiter: RateLimiter;
  readonly newId: () => string;
  readonly nodeId: string;
  readonly authority: RoutingAuthority;
  readonly availability: (queueId: string, skills: readonly string[]) => Promise<Availability | null>;
  /** Requests about a person's data at Genesys; without, only what is kept here is exported and erased. */
  readonly privacy?: Pick<GenesysPrivacy, 'exportCustomer' | 'eraseCustomer'>;
  readonly limits?: Partial<RelayLimits>;
  /** Told, at least once, when the core closes a conversation that was served here: no agent there has it any more. */
  readonly onClosed?: (conversationId: string) => Promise<void>;
  /** Told about failures; never with content. */
  readonly onFailure: (error: unknown, where: string) => void;
}

/** A code of an identity provider, for the other side to exchange. */
export interface GuestCode {
  readonly code: string;
  readonly redirectUri: string;
  readonly codeVerifier: string;
  readonly nonce: string;
  readonly issuer: string;
  /** The session at the gateway in whose name it was given: when that ends, so does what came of the code. */
  readonly vouchedBy: string;
}

/** Gets a code for the customer of a conversation. Null when nobody vouches for the customer at the moment. */
export type GuestCodes = (conversation: Conversation) => Promise<GuestCode | null>;

/**
 * What is done for a customer who talks to the contact center already, through another channel: `join` asks for the
 * agent who has that conversation, `hold` waits for its end, `warn` tells agents of it.
 */
export type OtherConversationsRule = 'join' | 'hold' | 'warn';

export interface OtherConversationsOptions {
  readonly rule: OtherConversationsRule;
  /** Null when the customer has no other conversation there. */
  readonly find: (conversation: Conversation) => Promise<FoundEntry>;
  readonly record: (entry: AuditEntry) => Promise<void>;
  /** How long a customer waits for the answer, in milliseconds; 1,000 when absent. */
  readonly answerMs?: number;
  /** How often and for how long the end of the other conversation is waited for, in milliseconds; 30 s, 10 min. */
  readonly holdEachMs?: number;
  readonly holdMs?: number;
}

/** What is known once everything else has started. */
export interface RelayStart {
  readonly endpoint: GuestEndpoint;
  readonly link: ConversationLink;
  /** When guests sign in as the customers that they are; they stay anonymous when null. */
  readonly guestCodes: GuestCodes | null;
  /** Other conversations of the same customer are not looked for when null. */
  readonly otherConversations: OtherConversationsOptions | null;
}

/** What everything about sessions works with. */
export interface RelayServices extends GenesysContactCenterOptions, RelayStart {
  /** What flows and agents there are told of a conversation. */
  readonly attributes: (
    conversation: Conversation,
    interaction: Interaction,
    state: Pick<SessionState, 'skills' | 'other'>,
  ) => Promise<Readonly<Record<string, string>>>;
}
