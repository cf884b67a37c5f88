import { beforeAll, describe } from 'vitest';
import { appendContract } from './append.js';
import { ConversationLab, type ConversationStoreHarness } from './conversation-lab.js';
import { conversationQueriesContract } from './conversation-queries.js';
import { openingContract } from './opening.js';
import { transitionContract } from './transition.js';

/** Registers the tests that every {@link ConversationStore} passes. `create` is called once. */
export function conversationStoreContract(create: () => Promise<ConversationStoreHarness>): void {
  let harness: ConversationStoreHarness;
  beforeAll(async () => {
    harness = await create();
  });
  const lab = new ConversationLab(() => harness);

  describe('opening', () => openingContract(lab));
  describe('appending', () => appendContract(lab));
  describe('transitions', () => transitionContract(lab));
  describe('queries and sweeps', () => conversationQueriesContract(lab));
}
