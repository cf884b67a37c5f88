import { expect, it } from 'vitest';
import { anAgent, anInteraction, aQueue } from '../builders.js';
import { at, type InteractionLab } from './interaction-lab.js';

export function queueLoadContract(lab: InteractionLab): void {
  const load = (queueId: string, ms: number, skills: readonly string[] = []) =>
    lab.store.queueLoad({ queueId, skills, now: at(ms), recentSince: at(0) });

  it('[STORE-50] offers only to agents with the skills that are needed at the moment', async () => {
    const { queueId, agentIds } = await lab.staffed({ skills: ['english'] }, { skills: ['german', 'loans'] });
    const [, both] = agentIds;
    const needs = [
      { skill: 'german', until: null },
      { skill: 'loans', until: null },
    ];
    await lab.enqueue(queueId, { skills: needs });
    expect(await lab.onlyOffer()).toMatchObject({ agentId: both });
  });

  it('[STORE-50] asks agents without a skill once its time is over', async () => {
    const { queueId, agentIds } = await lab.staffed({});
    await lab.enqueue(queueId, { skills: [{ skill: 'german', until: at(60_000) }] });
    expect(await lab.offer(59_999)).toEqual([]);
    expect(await lab.onlyOffer(60_000)).toMatchObject({ agentId: agentIds[0] });
  });

  it('[STORE-50] does not hold up others behind one whom nobody can serve', async () => {
    const { queueId } = await lab.staffed({});
    await lab.enqueue(queueId, { priority: 9, skills: [{ skill: 'rare', until: null }] });
    const served = await lab.enqueue(queueId);
    expect(await lab.onlyOffer()).toMatchObject({ id: served.id });
  });

  it('[STORE-50] replaces the skills of agents with the configuration', async () => {
    const queue = aQueue();
    const agent = anAgent([queue.id], { skills: ['german', 'german', 'loans'] });
    await lab.store.configure([queue], [agent]);
    expect((await lab.store.agent(agent.id))?.skills).toEqual(['german', 'loans']);
    await lab.store.configure([queue], [{ ...agent, skills: [] }]);
    expect((await lab.store.agent(agent.id))?.skills).toEqual([]);
  });

  it('[STORE-51] counts agents who are there, those with room, and who waits', async () => {
    const { queueId } = await lab.staffed({ capacity: 1 }, { capacity: 2, skills: ['german'] });
    expect(await load(queueId, 0)).toMatchObject({ agentsAvailable: 2, agentsFree: 2, waiting: 0 });
    expect(await load(queueId, 0, ['german'])).toMatchObject({ agentsAvailable: 1, agentsFree: 1 });
    expect(await load(queueId, 0, ['german', 'loans'])).toMatchObject({ agentsAvailable: 0, agentsFree: 0 });
    for (let n = 0; n < 4; n += 1) await lab.enqueue(queueId);
    await lab.offer();
    expect(await load(queueId, 0)).toMatchObject({ agentsAvailable: 2, agentsFree: 0, waiting: 4 });
    expect(await load(queueId, 700_000)).toMatchObject({ agentsAvailable: 0, agentsFree: 0 });
    expect(await load('unknown', 0)).toEqual({
      agentsAvailable: 0,
      agentsFree: 0,
      waiting: 0,
      recentlyAssigned: 0,
      recentSince: null,
    });
  });

  it('[STORE-51] remembers waits that an agent ended, and forgets the old ones', async () => {
    const { queueId } = await lab.staffed({ capacity: 3 });
    await lab.assigned(queueId, 1_000);
    await lab.assigned(queueId, 2_000);
    expect(await load(queueId, 3_000)).toMatchObject({ recentlyAssigned: 2, recentSince: at(1_000) });
    await lab.store.purgeWaits(at(1_500), 1_000);
    expect(await load(queueId, 3_000)).toMatchObject({ recentlyAssigned: 1, recentSince: at(2_000) });
  });

  it('[STORE-51] keeps what the customer was told', async () => {
    const { queueId } = await lab.staffed();
    const estimate = { lowSeconds: 60, highSeconds: 240.5 };
    expect(await lab.enqueue(queueId, { estimate })).toMatchObject({ estimate });
    expect(await lab.enqueue(queueId)).toMatchObject({ estimate: null });
  });

  it('[STORE-57] changes what a waiting interaction asks for, at its place in time', async () => {
    const [one, two] = [aQueue(), aQueue()];
    const agent = anAgent([two.id], { skills: ['german'] });
    await lab.store.configure([one, two], [agent]);
    await lab.appear(agent.id);
    const asked = anInteraction(one.id, { queuedAt: at(1_000), skills: [{ skill: 'rare', until: null }] });
    const { id: _, ...wish } = asked;
    await lab.store.enqueue(asked);
    const skills = [{ skill: 'german', until: null }];
    const moved = { ...wish, queueId: two.id, priority: 4, skills, queuedAt: at(9_000) };
    expect(await lab.store.reroute(moved)).toMatchObject({
      queueId: two.id,
      priority: 4,
      state: 'waiting',
      queuedAt: at(1_000),
      version: 2,
    });
    expect(await lab.store.reroute(moved)).toMatchObject({ version: 2 });
    expect(await lab.onlyOffer()).toMatchObject({ agentId: agent.id });
    expect(await lab.store.reroute({ ...wish })).toMatchObject({ state: 'offered', queueId: two.id });
  });

  it('[STORE-57] lets a closed interaction wait anew, and knows no other', async () => {
    const { queueId } = await lab.staffed({});
    const asked = anInteraction(queueId, { queuedAt: at(1_000) });
    const { id: _, ...wish } = asked;
    expect(await lab.store.reroute(wish)).toBeNull();
    await lab.store.enqueue(asked);
    await lab.store.close(asked.conversationId, at(2_000));
    expect(await lab.store.reroute({ ...wish, queuedAt: at(9_000) })).toMatchObject({
      state: 'waiting',
      queuedAt: at(9_000),
      version: 3,
    });
    expect(await lab.onlyOffer(10_000)).toMatchObject({ id: asked.id });
  });
}
