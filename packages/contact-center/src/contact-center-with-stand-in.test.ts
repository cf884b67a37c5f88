import { createMemoryStore, MemoryBus } from '@throughline/core';
import { anAgent, anAuditEntry, anId, aQueue, contactCenterContract, FakeClock } from '@throughline/test-kit';
import { describe, expect, it } from 'vitest';
import { ContactCenterWithStandIn } from './contact-center-with-stand-in.js';
import { EmbeddedContactCenter } from './embedded-contact-center.js';

const queue = aQueue();

/** Two contact centers of one queue, each with a store of its own. */
async function two({ maySwitch = true } = {}) {
  const clock = new FakeClock();
  const store = createMemoryStore(anId);
  const [home, standIn] = [createMemoryStore(anId), store].map(
    ({ interactions }) =>
      new EmbeddedContactCenter({ store: interactions, bus: new MemoryBus(), clock, newId: anId }),
  );
  if (!home || !standIn) throw new Error('There are two.');
  for (const each of [home, standIn]) await each.configure([queue], []);
  const contactCenter = new ContactCenterWithStandIn({
    home,
    standIn,
    store: store.standIn,
    clock,
    maySwitch,
  });
  const ask = async (conversationId = anId()) => {
    const at = clock.now();
    await contactCenter.request({
      conversationId,
      queueId: queue.id,
      priority: 0,
      at,
      preferredAgentId: null,
    });
    return conversationId;
  };
  const doSwitch = async (minutes: number) => {
    const audit = anAuditEntry({ action: 'contact_center.switch_proposed' });
    const id = anId();
    const at = clock.now();
    await store.standIn.propose(
      { id, proposedAt: at, proposedBy: 'ava', proposerKind: 'operator', minutes, reason: 'down' },
      audit,
    );
    await store.standIn.confirm(id, { kind: 'operator', id: 'ben' }, at, audit);
  };
  return { clock, home, standIn, contactCenter, ask, doSwitch };
}

describe('ContactCenterWithStandIn', () => {
  contactCenterContract(
    async () => {
      const { home, contactCenter } = await two();
      return {
        contactCenter,
        queueId: queue.id,
        due: () => home.tick(),
        serve: async (conversationId) => {
          const agent = anAgent([queue.id]);
          await home.configure([queue], [agent]);
          await home.setPresence(agent.id, true);
          const interaction = await home.interaction(conversationId);
          await home.accept(interaction?.id ?? '', agent.id);
        },
      };
    },
    { seesQueue: true },
  );

  it('[CC-20] has new conversations at the stand-in while a switch is in force, and moves none', async () => {
    const { clock, home, standIn, contactCenter, ask, doSwitch } = await two();
    const before = await ask();
    await doSwitch(60);
    const during = await ask();
    await ask(before);
    clock.advance(60 * 60_000);
    const after = await ask();
    await ask(during);
    const at = async (each: EmbeddedContactCenter) =>
      Promise.all([before, during, after].map(async (id) => (await each.interaction(id))?.state ?? null));
    expect(await at(home)).toEqual(['waiting', null, 'waiting']);
    expect(await at(standIn)).toEqual([null, 'waiting', null]);
    expect([...(await contactCenter.places([before, during, after])).keys()].toSorted()).toEqual(
      [before, during, after].toSorted(),
    );
    await contactCenter.close(during, clock.now());
    expect(await at(standIn)).toEqual([null, 'closed', null]);
    const data = { requestId: anId(), reference: null, customer: { issuer: 'p', externalId: 'c' } };
    const all = { ...data, conversationIds: [before, during, after] };
    expect(await contactCenter.exportCustomer(all)).toMatchObject({ result: { interactions: [{}, {}, {}] } });
    expect(await contactCenter.eraseCustomer(all)).toMatchObject({ result: { interactions: 3 } });
  });

  it('[CC-20] says who is there for whoever asks now, and whose agent it is', async () => {
    const { standIn, contactCenter, doSwitch } = await two();
    const agent = anAgent([queue.id]);
    await standIn.configure([queue], [agent]);
    await standIn.setPresence(agent.id, true);
    expect(await contactCenter.availability(queue.id, [])).toMatchObject({ agentsAvailable: 0 });
    await doSwitch(60);
    expect(await contactCenter.availability(queue.id, [])).toMatchObject({ agentsAvailable: 1 });
    expect(await contactCenter.agentDisplayName(agent.id)).toBe(agent.displayName);
  });

  it('[CC-20] ignores a switch where none is allowed', async () => {
    const { home, ask, doSwitch } = await two({ maySwitch: false });
    await doSwitch(60);
    expect(await home.interaction(await ask())).toMatchObject({ state: 'waiting' });
  });
});
