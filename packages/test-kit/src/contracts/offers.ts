import { expect, it } from 'vitest';
import { anAgent, anAuditEntry, aQueue } from '../builders.js';
import { at, type InteractionLab } from './interaction-lab.js';

export function offerContract(lab: InteractionLab): void {
  order(lab);
  capacity(lab);
  answers(lab);
  refusals(lab);
  transfers(lab);
}

function order(lab: InteractionLab): void {
  it('[STORE-16] offers by priority, then to whoever has waited longest', async () => {
    const { queueId } = await lab.staffed({ capacity: 3 });
    const late = await lab.enqueue(queueId, { queuedAt: at(2_000) });
    const early = await lab.enqueue(queueId, { queuedAt: at(1_000) });
    const urgent = await lab.enqueue(queueId, { queuedAt: at(3_000), priority: 1 });

    const offers = await lab.offer(5_000);

    expect(offers.map(({ id }) => id)).toEqual([urgent.id, early.id, late.id]);
    expect(offers[0]).toMatchObject({ state: 'offered', offerExpiresAt: at(25_000), assignedAt: null });
  });

  it('[STORE-16] prefers the agent who has been longest without a new assignment', async () => {
    const { queueId, agentIds } = await lab.staffed({ capacity: 2 }, { capacity: 2 }, { capacity: 2 });
    const [first, second, third] = agentIds;

    // Nobody has had one yet: who has been available longest.
    expect(await lab.assigned(queueId, 1_000)).toMatchObject({ agentId: first });
    expect(await lab.assigned(queueId, 2_000)).toMatchObject({ agentId: second });
    expect(await lab.assigned(queueId, 3_000)).toMatchObject({ agentId: third });
    expect(await lab.assigned(queueId, 4_000)).toMatchObject({ agentId: first });
  });

  it('[STORE-16] spreads simultaneous offers over the agents', async () => {
    const { queueId, agentIds } = await lab.staffed({ capacity: 3 }, { capacity: 3 });
    await Promise.all([lab.enqueue(queueId), lab.enqueue(queueId)]);

    const offers = await lab.offer();

    expect(offers.map(({ agentId }) => agentId).sort()).toEqual([...agentIds].sort());
  });

  it('[STORE-31] prefers the agent whom the customer knows, while that one is free', async () => {
    const { queueId, agentIds } = await lab.staffed({ capacity: 1 }, { capacity: 1 });
    const [, known] = agentIds;
    const preferred = { preferredAgentId: known ?? null };
    await lab.enqueue(queueId, { ...preferred, queuedAt: at(1_000) });
    await lab.enqueue(queueId, { ...preferred, queuedAt: at(2_000) });

    const offers = await lab.offer();

    expect(offers.map(({ agentId }) => agentId)).toEqual([known, agentIds[0]]);
  });

  it('[STORE-16] offers only to agents of the queue, and not behind a queue that nobody serves', async () => {
    const [served, unserved] = [aQueue(), aQueue()];
    const agent = anAgent([served.id]);
    await lab.store.configure([served, unserved], [agent]);
    await lab.appear(agent.id);
    await lab.enqueue(unserved.id, { priority: 9 });
    const waiting = await lab.enqueue(served.id);

    expect(await lab.onlyOffer()).toMatchObject({ id: waiting.id, agentId: agent.id });
  });
}

function capacity(lab: InteractionLab): void {
  it('[STORE-17] never gives an agent more than the capacity, offers included', async () => {
    const { queueId } = await lab.staffed({ capacity: 2 });
    for (let queued = 0; queued < 4; queued += 1) await lab.enqueue(queueId);

    const offers = await lab.offer();
    expect(offers).toHaveLength(2);
    expect(await lab.offer()).toEqual([]);

    for (const offer of offers) await lab.accept(offer);
    expect(await lab.offer()).toEqual([]);

    await lab.store.close(offers[0]?.conversationId ?? '', at(0));
    expect(await lab.offer()).toHaveLength(1);
  });

  it('[STORE-17] offers an interaction to one agent only, also when calls are simultaneous', async () => {
    const { queueId } = await lab.staffed({ capacity: 5 }, { capacity: 5 });
    for (let queued = 0; queued < 6; queued += 1) await lab.enqueue(queueId);

    const offers = (await Promise.all(Array.from({ length: 8 }, () => lab.offer()))).flat();

    expect(offers).toHaveLength(6);
    expect(new Set(offers.map(({ id }) => id)).size).toBe(6);
  });

  it('[STORE-17] offers nothing to an agent who is not available or whose lease is over', async () => {
    const { queueId, agentIds } = await lab.staffed({});
    const agentId = agentIds[0] ?? '';
    await lab.enqueue(queueId);
    expect(await lab.offer(600_000)).toEqual([]);

    await lab.store.setPresence(agentId, false, at(700_000), anAuditEntry());
    expect(await lab.offer()).toEqual([]);

    await lab.appear(agentId);
    expect(await lab.offer()).toHaveLength(1);
  });
}

function answers(lab: InteractionLab): void {
  it('[STORE-18] turns an offer into an assignment, once and for its agent only', async () => {
    const { queueId, agentIds } = await lab.staffed({}, {});
    await lab.enqueue(queueId);
    const offer = await lab.onlyOffer();
    const stranger = agentIds.find((id) => id !== offer.agentId) ?? '';

    expect(await lab.store.accept(offer.id, stranger, at(0), anAuditEntry())).toBeNull();
    expect(await lab.accept(offer, 5_000)).toEqual({
      ...offer,
      state: 'assigned',
      offerExpiresAt: null,
      assignedAt: at(5_000),
      version: offer.version + 1,
    });
    expect(await lab.accept(offer, 5_000)).toBeNull();
    expect((await lab.store.ofAgent(offer.agentId ?? '')).map(({ id }) => id)).toEqual([offer.id]);
  });

  it('[STORE-18] refuses an acceptance after the time of the offer', async () => {
    const { queueId } = await lab.staffed({});
    await lab.enqueue(queueId);
    const offer = await lab.onlyOffer();

    expect(await lab.accept(offer, 20_000)).toBeNull();
    expect(await lab.accept(offer, 19_999)).not.toBeNull();
  });

  it('[STORE-18] lets one of simultaneous answers win', async () => {
    const { queueId } = await lab.staffed({});
    await lab.enqueue(queueId);
    const offer = await lab.onlyOffer();

    const answers = await Promise.all([
      lab.accept(offer),
      lab.decline(offer),
      lab.accept(offer),
      lab.decline(offer),
    ]);

    expect(answers.filter((answer) => answer !== null)).toHaveLength(1);
  });
}

function refusals(lab: InteractionLab): void {
  it('[STORE-19] returns a declined offer to the same place', async () => {
    const { queueId } = await lab.staffed({});
    const waiting = await lab.enqueue(queueId, { queuedAt: at(1_000), priority: 2 });
    const offer = await lab.onlyOffer(2_000);

    expect(await lab.decline(offer, 3_000)).toEqual({ ...waiting, version: 3 });
    expect(await lab.decline(offer, 3_000)).toBeNull();
  });

  it('[STORE-19] returns every offer whose time is over', async () => {
    const { queueId } = await lab.staffed({ capacity: 2 });
    const waiting = [await lab.enqueue(queueId), await lab.enqueue(queueId)];
    await lab.offer();
    const ids = waiting.map(({ id }) => id).sort();
    const returned = async (ms: number) =>
      (await lab.store.returnExpiredOffers(at(ms))).map(({ id }) => id).sort();

    expect(await returned(19_999)).toEqual([]);
    expect(await returned(20_000)).toEqual(ids);
    expect(await returned(20_000)).toEqual([]);
  });

  it('[STORE-19] does not offer to who declined or missed it while another agent can take it', async () => {
    const { queueId, agentIds } = await lab.staffed({}, {}, {});
    await lab.enqueue(queueId);
    const first = await lab.onlyOffer();
    await lab.decline(first, 1_000);

    const second = await lab.onlyOffer(60_000);
    await lab.store.returnExpiredOffers(at(80_000));
    const third = await lab.onlyOffer(120_000);

    expect(new Set([first, second, third].map(({ agentId }) => agentId))).toEqual(new Set(agentIds));
  });

  it('[STORE-19] asks an agent again after 10 s when nobody else can take it', async () => {
    const { queueId, agentIds } = await lab.staffed({});
    await lab.enqueue(queueId);
    await lab.decline(await lab.onlyOffer(), 1_000);

    expect(await lab.offer(10_999)).toEqual([]);
    expect(await lab.onlyOffer(11_000)).toMatchObject({ agentId: agentIds[0] });
  });

  it('[STORE-19] lets what was just declined not hold up what is behind it', async () => {
    const { queueId } = await lab.staffed({});
    await lab.enqueue(queueId, { priority: 5 });
    const behind = await lab.enqueue(queueId);
    await lab.decline(await lab.onlyOffer(), 1_000);

    expect(await lab.onlyOffer(2_000)).toMatchObject({ id: behind.id });
  });
}

function transfers(lab: InteractionLab): void {
  it.each(['waiting', 'offered', 'assigned'])('[STORE-33] moves an interaction that is %s', async (state) => {
    const [from, to] = [aQueue(), aQueue()];
    const agent = anAgent([from.id]);
    await lab.store.configure([from, to], [agent]);
    await lab.appear(agent.id);
    const queued = await lab.enqueue(from.id, { queuedAt: at(1_000) });
    if (state !== 'waiting') {
      const offer = await lab.onlyOffer(2_000);
      if (state === 'assigned') await lab.accept(offer, 3_000);
    }

    const moved = await lab.store.transfer(queued.conversationId, to.id, null);

    expect(moved).toMatchObject({ id: queued.id, queueId: to.id, state: 'waiting', queuedAt: at(1_000) });
    expect(moved).toMatchObject({ agentId: null, offerExpiresAt: null, assignedAt: null });
    expect(moved?.version).toBeGreaterThan(queued.version);
    expect(await lab.store.ofAgent(agent.id)).toEqual([]);
  });

  it('[STORE-33] lets an agent who refused it be asked again', async () => {
    const { queueId, agentIds } = await lab.staffed({});
    const { conversationId } = await lab.enqueue(queueId);
    await lab.decline(await lab.onlyOffer(), 1_000);

    await lab.store.transfer(conversationId, queueId, null);

    expect(await lab.onlyOffer(1_001)).toMatchObject({ agentId: agentIds[0] });
  });

  it('[STORE-33] asks first whom the transfer is meant for', async () => {
    const { queueId, agentIds } = await lab.staffed({}, {}, {});
    const { conversationId } = await lab.enqueue(queueId);
    const meant = agentIds[2] ?? null;

    await lab.store.transfer(conversationId, queueId, meant);

    expect(await lab.onlyOffer(1_000)).toMatchObject({ agentId: meant });
  });

  it('[STORE-33] moves nothing that is closed or unknown', async () => {
    const { queueId } = await lab.staffed({});
    const { conversationId } = await lab.enqueue(queueId);
    await lab.store.close(conversationId, at(1_000));

    expect(await lab.store.transfer(conversationId, queueId, null)).toBeNull();
    expect(await lab.store.transfer('unknown', queueId, null)).toBeNull();
  });

  it('[STORE-34] changes the priority while it waits, and then no more', async () => {
    const { queueId } = await lab.staffed({ capacity: 1 });
    const first = await lab.enqueue(queueId);
    const second = await lab.enqueue(queueId);

    expect(await lab.store.prioritize(second.conversationId, 60)).toMatchObject({ priority: 60 });

    const offer = await lab.onlyOffer();
    expect(offer.id).toBe(second.id);
    expect(await lab.store.prioritize(second.conversationId, 0)).toBeNull();
    expect(await lab.store.prioritize(first.conversationId, 1)).toMatchObject({ priority: 1 });
  });
}
