export { BindingSealer } from './binding-sealer.js';
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
export { type BusHarness, busContract } from './contracts/bus.js';
export { type CallbackStoreHarness, callbackStoreContract } from './contracts/callback-store.js';
export { type ContactCenterHarness, contactCenterContract } from './contracts/contact-center.js';
export { keyStoreContract } from './contracts/key-store.js';
export { PrivacyLab } from './contracts/privacy-lab.js';
export { rateLimiterContract } from './contracts/rate-limiter.js';
export { storeContracts } from './contracts/store.js';
export { FakeClock } from './fake-clock.js';
export { fixedFlows } from './fixed-flows.js';
export { specTable } from './spec-table.js';
