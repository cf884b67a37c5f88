export {
  aContextItem,
  aConversation,
  aDecision,
  aNewEntry,
  anAgent,
  anAgentSession,
  anAuditEntry,
  anId,
  anInteraction,
  anOidcSession,
  aPendingSignIn,
  aQueue,
  aSession,
  aSignIn,
  aUsedToken,
  someBytes,
} from './builders.js';
export { auditTrailContract } from './contracts/audit-trail.js';
export { type BusHarness, busContract } from './contracts/bus.js';
export { type ContactCenterHarness, contactCenterContract } from './contracts/contact-center.js';
export type { ConversationStoreHarness } from './contracts/conversation-lab.js';
export { conversationStoreContract } from './contracts/conversation-store.js';
export { interactionStoreContract } from './contracts/interaction-store.js';
export { keyStoreContract } from './contracts/key-store.js';
export { type OidcStoreHarness, oidcStoreContract } from './contracts/oidc-store.js';
export { sessionStoreContract } from './contracts/session-store.js';
export { workLeasesContract } from './contracts/work-leases.js';
export { FakeClock } from './fake-clock.js';
export { MemoryConversationStore } from './memory/memory-conversation-store.js';
export { specTable } from './spec-table.js';
