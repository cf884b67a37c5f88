import type { Store } from '@throughline/core';
import { describe } from 'vitest';
import { anId } from '../builders.js';
import { auditTrailContract } from './audit-trail.js';
import { blobStoreContract } from './blob-store.js';
import { callbackStoreContract } from './callback-store.js';
import { carryOverStoreContract } from './carry-over-store.js';
import { conversationStoreContract } from './conversation-store.js';
import { flowStoreContract } from './flow-store.js';
import { interactionStoreContract } from './interaction-store.js';
import { issuedTokenStoreContract } from './issued-token-store.js';
import { keyStoreContract } from './key-store.js';
import { oidcStoreContract } from './oidc-store.js';
import { outgoingMailStoreContract } from './outgoing-mail-store.js';
import { privacyStoreContract } from './privacy-store.js';
import { rateLimiterContract } from './rate-limiter.js';
import { relayStoreContract } from './relay-store.js';
import { remoteCustomerStoreContract } from './remote-customer-store.js';
import { remoteWorkStoreContract } from './remote-work-store.js';
import { revealStoreContract } from './reveal-store.js';
import { sessionStoreContract } from './session-store.js';
import { standInStoreContract } from './stand-in-store.js';
import { workLeasesContract } from './work-leases.js';

/** Registers the suites of all ports on one store. */
export function storeContracts(store: () => Store): void {
  const newCustomerId = () =>
    store().sessions.customerId({ issuer: 'https://portal.example', externalId: anId() });
  describe('conversations', () => {
    conversationStoreContract(async () => ({ store: store().conversations, newCustomerId }));
  });
  describe('interactions', () => interactionStoreContract(async () => ({ store: store().interactions })));
  describe('sessions', () => sessionStoreContract(async () => ({ store: store().sessions })));
  describe('sign-in at identity providers', () =>
    oidcStoreContract(async () => ({ store: store().oidc, sessions: store().sessions })));
  describe('issued tokens', () => issuedTokenStoreContract(async () => store().issuedTokens));
  describe('leases', () => workLeasesContract(async () => store().leases));
  describe('audit', () => auditTrailContract(async () => store().audit));
  describe('callbacks', () => {
    callbackStoreContract(async () => ({ store: store().callbacks, newCustomerId }));
  });
  describe('work elsewhere', () => remoteWorkStoreContract(store));
  describe('customers elsewhere', () => remoteCustomerStoreContract(store));
  describe('outgoing mails', () => outgoingMailStoreContract(store));
  describe('carry-over codes', () => carryOverStoreContract(store));
  describe('files', () => blobStoreContract(store));
  describe('flows', () => flowStoreContract(async () => store().flows));
  describe('rates', () => rateLimiterContract(async () => [store().rates, store().rates]));
  describe('relay sessions', () => relayStoreContract(async () => store().relays));
  describe('the stand-in', () => standInStoreContract(store));
  describe('privacy', () => privacyStoreContract(store));
  describe('originals of hidden values', () => revealStoreContract(store));
  describe('keys', () => keyStoreContract(async () => ({ store: store().keys })));
}
