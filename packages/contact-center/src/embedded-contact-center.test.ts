import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryBus } from '@throughline/core';
import { openEmbeddedStore, type Store } from '@throughline/store-postgres';
import { anAgent, anId, aQueue, contactCenterContract, FakeClock } from '@throughline/test-kit';
import { afterAll, beforeAll, describe } from 'vitest';
import { EmbeddedContactCenter } from './embedded-contact-center.js';

let folder: string;
let store: Store;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'throughline-contact-center-'));
  store = await openEmbeddedStore({ dataDir: join(folder, 'database') });
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

describe('EmbeddedContactCenter', () => {
  contactCenterContract(
    async () => {
      const queue = aQueue();
      const contactCenter = new EmbeddedContactCenter({
        store: store.interactions,
        bus: new MemoryBus(),
        clock: new FakeClock(),
        newId: anId,
      });
      await contactCenter.configure([queue], []);
      return {
        contactCenter,
        queueId: queue.id,
        due: () => contactCenter.tick(),
        serve: async (conversationId) => {
          const agent = anAgent([queue.id]);
          await contactCenter.configure([queue], [agent]);
          await contactCenter.setPresence(agent.id, true);
          const interaction = await contactCenter.interaction(conversationId);
          await contactCenter.accept(interaction?.id ?? '', agent.id);
        },
      };
    },
    { seesQueue: true },
  );
});
