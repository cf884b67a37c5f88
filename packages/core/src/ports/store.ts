import type { AuditTrail } from './audit-trail.js';
import type { BlobStore } from './blob-store.js';
import type { CallbackStore } from './callback-store.js';
import type { CarryOverStore } from './carry-over-store.js';
import type { ConversationStore } from './conversation-store.js';
import type { FlowStore } from './flow-store.js';
import type { InteractionStore } from './interaction-store.js';
import type { IssuedTokenStore } from './issued-token-store.js';
import type { KeyStore } from './key-store.js';
import type { OidcStore } from './oidc-store.js';
import type { OutgoingMailStore } from './outgoing-mail-store.js';
import type { PrivacyStore } from './privacy-store.js';
import type { RateLimiter } from './rate-limiter.js';
import type { RelayStore } from './relay-store.js';
import type { RemoteCustomerStore } from './remote-customer-store.js';
import type { RemoteWorkStore } from './remote-work-store.js';
import type { RevealStore } from './reveal-store.js';
import type { SessionStore } from './session-store.js';
import type { StandInStore } from './stand-in-store.js';
import type { WorkLeases } from './work-leases.js';

/** Every port that keeps something, over one place. */
export interface Store {
  readonly conversations: ConversationStore;
  readonly interactions: InteractionStore;
  readonly sessions: SessionStore;
  readonly oidc: OidcStore;
  readonly issuedTokens: IssuedTokenStore;
  readonly keys: KeyStore;
  readonly leases: WorkLeases;
  readonly audit: AuditTrail;
  readonly callbacks: CallbackStore;
  readonly carryOvers: CarryOverStore;
  readonly mails: OutgoingMailStore;
  /** Promised calls that agents elsewhere make. */
  readonly remoteCalls: RemoteWorkStore;
  /** Conversations that are over, and whose wrap-up an agent elsewhere has yet to choose. */
  readonly awaitedWrapUps: RemoteWorkStore;
  readonly remoteCustomers: RemoteCustomerStore;
  readonly flows: FlowStore;
  readonly blobs: BlobStore;
  readonly relays: RelayStore;
  readonly standIn: StandInStore;
  /** Counts uses of limits with few keys, for all who share the store. */
  readonly rates: RateLimiter;
  readonly privacy: PrivacyStore;
  readonly reveals: RevealStore;
  /** What it is and where, for start-up logs. Holds no password. */
  readonly description: string;
  /** Rejects with `CoreError('unavailable')` when the store does not answer. */
  ping(): Promise<void>;
  /** Waits for what is under way; later calls of a database reject with `CoreError('unavailable')`. Safe to repeat. */
  close(): Promise<void>;
}
