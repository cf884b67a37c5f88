import { contactCenterContract } from '@throughline/test-kit';
import { afterEach, describe } from 'vitest';
import { eventually } from '../../test-support/eventually.js';
import { RelayDoor } from '../../test-support/relay-door.js';
import { RelayGateway } from '../../test-support/relay-gateway.js';

const running: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const part of running.splice(0)) await part.stop();
});

/** Over real sockets to the Genesys-compatible door, with its limits on. */
describe('GenesysContactCenter', () => {
  contactCenterContract(
    async () => {
      const door = await RelayDoor.start();
      // The suite says when what has become due is carried out.
      const gateway = new RelayGateway({
        endpoint: door.endpoint,
        limits: { tickMs: 60_000, leaseMs: 120_000 },
      });
      running.push(gateway, door);
      const { contactCenter } = gateway;
      return {
        contactCenter,
        queueId: 'service',
        due: () => contactCenter.tick(),
        conversation: () => gateway.bareConversation(),
        serve: async (conversationId) => {
          const conversation = await gateway.get({ id: conversationId });
          await gateway.send(conversation, 'Hello');
          const [there = ''] = await eventually(
            () => door.accept(),
            (ids) => ids.length > 0,
          );
          await door.say(there, 'Hi');
        },
      };
    },
    { seesQueue: false },
  );
});
