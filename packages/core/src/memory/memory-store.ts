import type { Store } from '../ports/store.js';
import { MemoryAuditTrail } from './memory-audit-trail.js';
import { MemoryBlobStore } from './memory-blob-store.js';
import { MemoryCallbackStore } from './memory-callback-store.js';
import { MemoryCarryOverStore } from './memory-carry-over-store.js';
import { MemoryConversationStore } from './memory-conversation-store.js';
import { MemoryFlowStore } from './memory-flow-store.js';
import { MemoryInteractionStore } from './memory-interaction-store.js';
import { MemoryIssuedTokenStore } from './memory-issued-token-store.js';
import { MemoryKeyStore } from './memory-key-store.js';
import { MemoryOutgoingMailStore } from './memory-outgoing-mail-store.js';
import { MemoryPrivacyStore } from './memory-privacy-store.js';
import { MemoryRates } from './memory-rates.js';
import { MemoryRelayStore } from './memory-relay-store.js';
import { MemoryRemoteCustomerStore } from './memory-remote-customer-store.js';
import { MemoryRemoteWorkStore } from './memory-remote-work-store.js';
import { MemoryRevealStore } from './memory-reveal-store.js';
import { MemorySessionStore } from './memory-session-store.js';
import { MemoryStandInStore } from './memory-stand-in-store.js';
import { MemoryWorkLeases } from './memory-work-leases.js';

/** A store for one process that forgets everything with it. It passes the contracts of the others. */
export function createMemoryStore(newId: () => string): Store {
  const audit = new MemoryAuditTrail(newId());
  const sessions = new MemorySessionStore(audit.write, newId);
  const conversations = new MemoryConversationStore(audit.write);
  const interactions = new MemoryInteractionStore(audit.write);
  const issuedTokens = new MemoryIssuedTokenStore(audit.write);
  const relays = new MemoryRelayStore();
  const blobs = new MemoryBlobStore();
  const callbacks = new MemoryCallbackStore(audit.write);
  const ofCustomers = {
    isCustomer: (id: string) => sessions.customers().has(id),
    record: audit.write,
  };
  const carryOvers = new MemoryCarryOverStore(ofCustomers);
  const mails = new MemoryOutgoingMailStore(ofCustomers);
  const remoteCustomers = new MemoryRemoteCustomerStore();
  const privacy = new MemoryPrivacyStore({
    conversations,
    interactions,
    sessions,
    issuedTokens,
    callbacks,
    carryOvers,
    mails,
    remoteCustomers,
    relays,
    blobs,
    record: audit.write,
  });
  return {
    conversations,
    interactions,
    sessions,
    oidc: sessions.oidc,
    issuedTokens,
    keys: new MemoryKeyStore(),
    leases: new MemoryWorkLeases(),
    audit,
    callbacks,
    carryOvers,
    mails,
    remoteCalls: new MemoryRemoteWorkStore(audit.write),
    awaitedWrapUps: new MemoryRemoteWorkStore(audit.write),
    remoteCustomers,
    flows: new MemoryFlowStore(audit.write),
    relays,
    standIn: new MemoryStandInStore({
      record: audit.write,
      hasSession: async (id) => (await relays.get(id)) !== null,
    }),
    blobs,
    rates: new MemoryRates(),
    privacy,
    reveals: new MemoryRevealStore({
      conversations,
      isHeld: async (customerId) => (await privacy.holds()).some((hold) => hold.customerId === customerId),
      record: audit.write,
    }),
    description: 'memory of this process',
    ping: async () => undefined,
    close: async () => undefined,
  };
}
