import { expect, it } from 'vitest';
import { anAuditEntry, anId } from '../builders.js';
import { at, type InteractionLab } from './interaction-lab.js';

export function presenceContract(lab: InteractionLab): void {
  it('[STORE-20] says who is available', async () => {
    const { agentIds } = await lab.staffed({}, {});
    await lab.store.setPresence(agentIds[0] ?? '', false, at(1_000), anAuditEntry());

    const agents = await lab.store.agents();

    expect(agents.map(({ id, available }) => [id, available])).toEqual([
      [agentIds[0], false],
      [agentIds[1], true],
    ]);
    expect(await lab.store.setPresence(anId(), true, at(1_000), anAuditEntry())).toBe(false);
    expect(await lab.store.agent(anId())).toBeNull();
  });

  it('[STORE-21] ends availability and offers with the lease, and keeps assignments for a while', async () => {
    const { queueId, agentIds } = await lab.staffed({ capacity: 2 });
    const assigned = await lab.assigned(queueId);
    const waiting = await lab.enqueue(queueId, { queuedAt: at(5_000) });
    await lab.onlyOffer();

    expect(await lab.store.expireLeases(at(600_000), at(500_000))).toEqual([]);
    const returned = await lab.store.expireLeases(at(600_001), at(500_000));

    expect(returned).toEqual([{ ...waiting, version: 3 }]);
    expect(await lab.store.agent(agentIds[0] ?? '')).toMatchObject({ available: false });
    expect(await lab.store.get(assigned.id)).toEqual(assigned);
  });

  it('[STORE-21] returns assignments of an agent who is gone for long, at the same place', async () => {
    const { queueId } = await lab.staffed({});
    const assigned = await lab.assigned(queueId);

    const returned = await lab.store.expireLeases(at(700_000), at(600_001));

    expect(returned).toEqual([
      { ...assigned, state: 'waiting', agentId: null, assignedAt: null, version: assigned.version + 1 },
    ]);
    expect(await lab.store.expireLeases(at(700_000), at(600_001))).toEqual([]);
  });

  it('[STORE-21] keeps what an agent has while the lease is renewed', async () => {
    const { queueId, agentIds } = await lab.staffed({});
    const assigned = await lab.assigned(queueId);

    await lab.store.renewLeases([...agentIds, anId()], at(900_000));
    await lab.store.renewLeases(agentIds, at(800_000));

    expect(await lab.store.expireLeases(at(850_000), at(840_000))).toEqual([]);
    expect(await lab.store.get(assigned.id)).toEqual(assigned);
    await lab.store.renewLeases([], at(0));
  });

  it('[STORE-21] does not count the end of a lease as a refusal', async () => {
    const { queueId, agentIds } = await lab.staffed({});
    await lab.enqueue(queueId);
    await lab.onlyOffer();
    await lab.store.expireLeases(at(600_001), at(0));

    await lab.appear(agentIds[0] ?? '', 600_001, at(900_000));

    expect(await lab.offer(600_001)).toHaveLength(1);
  });
}
