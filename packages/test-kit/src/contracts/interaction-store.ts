import type { InteractionStore } from '@throughline/core';
import { beforeAll, describe } from 'vitest';
import { configurationContract } from './configuration.js';
import { InteractionLab } from './interaction-lab.js';
import { interactionQueriesContract } from './interaction-queries.js';
import { offerContract } from './offers.js';
import { presenceContract } from './presence.js';
import { queueLoadContract } from './queue-load.js';

/**
 * Registers the tests that every {@link InteractionStore} passes. `create` is called once; the store's queues and
 * agents belong to the suite.
 */
export function interactionStoreContract(create: () => Promise<{ readonly store: InteractionStore }>): void {
  let store: InteractionStore;
  beforeAll(async () => {
    ({ store } = await create());
  });
  const lab = new InteractionLab(() => store);

  describe('configuration', () => configurationContract(lab));
  describe('queries', () => interactionQueriesContract(lab));
  describe('offers', () => offerContract(lab));
  describe('skills and load', () => queueLoadContract(lab));
  describe('presence', () => presenceContract(lab));
}
