import type { Store } from '../ports/store.js';
import { MemoryAuditTrail } from './memory-audit-trail.js';
import { MemoryCallbackStore } from './memory-callback-store.js';
import { MemoryConversationStore } from './memory-conversation-store.js';
import { MemoryFlowStore } from './memory-flow-store.js';
import { MemoryInteractionStore } from './memory-interaction-store.js';
import { MemoryIssuedTokenStore } from './memory-issued-token-store.js';
import { MemoryKeyStore } from './memory-key-store.js';
import { MemoryRelayStore } from './memory-relay-store.js';
import { MemorySessionStore } from './memory-session-store.js';
import { MemoryWorkLeases } from './memory-work-leases.js';

/** A store for one process that forgets everything with it. It passes the contracts of the others. */
export function createMemoryStore(newId: () => string): Store {
  const audit = new MemoryAuditTrail(newId());
  const sessions = new MemorySessionStore(audit.write, newId);
  return {
    conversations: new MemoryConversationStore(audit.write),
    interactions: new MemoryInteractionStore(audit.write),
    sessions,
    oidc: sessions.oidc,
    issuedTokens: new MemoryIssuedTokenStore(audit.write),
    keys: new MemoryKeyStore(),
    leases: new MemoryWorkLeases(),
    audit,
    callbacks: new MemoryCallbackStore(audit.write),
    flows: new MemoryFlowStore(audit.write),
    relays: new MemoryRelayStore(),
    description: 'memory of this process',
    ping: async () => undefined,
    close: async () => undefined,
  };
}
