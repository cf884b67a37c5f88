import {
  anId,
  auditTrailContract,
  conversationStoreContract,
  interactionStoreContract,
  keyStoreContract,
  oidcStoreContract,
  sessionStoreContract,
  workLeasesContract,
} from '@throughline/test-kit';
import { describe } from 'vitest';
import type { Store } from '../src/store.js';

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
  describe('leases', () => workLeasesContract(async () => store().leases));
  describe('audit', () => auditTrailContract(async () => store().audit));
  describe('keys', () => keyStoreContract(async () => ({ store: store().keys })));
}
