import type { KeyStore, Store } from '@throughline/core';
import { type Kysely, sql } from 'kysely';
import { PostgresAuditTrail } from './postgres-audit-trail.js';
import { PostgresBlobStore } from './postgres-blob-store.js';
import { PostgresCallbackStore } from './postgres-callback-store.js';
import { PostgresCarryOverStore } from './postgres-carry-over-store.js';
import { PostgresConversationStore } from './postgres-conversation-store.js';
import { PostgresFlowStore } from './postgres-flow-store.js';
import { PostgresInteractionStore } from './postgres-interaction-store.js';
import { PostgresIssuedTokenStore } from './postgres-issued-token-store.js';
import { PostgresOidcStore } from './postgres-oidc-store.js';
import { PostgresOutgoingMailStore } from './postgres-outgoing-mail-store.js';
import { PostgresPrivacyStore } from './postgres-privacy-store.js';
import { PostgresRateLimiter } from './postgres-rate-limiter.js';
import { PostgresRelayStore } from './postgres-relay-store.js';
import { PostgresRemoteCustomerStore } from './postgres-remote-customer-store.js';
import { PostgresRemoteWorkStore } from './postgres-remote-work-store.js';
import { PostgresRevealStore } from './postgres-reveal-store.js';
import { PostgresSessionStore } from './postgres-session-store.js';
import { PostgresStandInStore } from './postgres-stand-in-store.js';
import { PostgresWorkLeases } from './postgres-work-leases.js';
import type { Database } from './schema.js';

/** Every port over one database, but for the keys, which can be elsewhere. */
export function createStore(
  db: Kysely<Database>,
  keys: KeyStore,
  description: string,
  close: () => Promise<void>,
): Store {
  let closed: Promise<void> | undefined;
  return {
    conversations: new PostgresConversationStore(db),
    interactions: new PostgresInteractionStore(db),
    sessions: new PostgresSessionStore(db),
    oidc: new PostgresOidcStore(db),
    issuedTokens: new PostgresIssuedTokenStore(db),
    keys,
    leases: new PostgresWorkLeases(db),
    audit: new PostgresAuditTrail(db),
    callbacks: new PostgresCallbackStore(db),
    carryOvers: new PostgresCarryOverStore(db),
    mails: new PostgresOutgoingMailStore(db),
    remoteCalls: new PostgresRemoteWorkStore(db, 'call'),
    awaitedWrapUps: new PostgresRemoteWorkStore(db, 'wrap-up'),
    remoteCustomers: new PostgresRemoteCustomerStore(db),
    flows: new PostgresFlowStore(db),
    blobs: new PostgresBlobStore(db),
    relays: new PostgresRelayStore(db),
    standIn: new PostgresStandInStore(db),
    rates: new PostgresRateLimiter(db),
    privacy: new PostgresPrivacyStore(db),
    reveals: new PostgresRevealStore(db),
    description,
    ping: async () => {
      await sql`select 1`.execute(db);
    },
    close: () => {
      closed ??= close();
      return closed;
    },
  };
}
