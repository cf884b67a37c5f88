import { expect, it } from 'vitest';
import { anAgent, aQueue } from '../builders.js';
import type { InteractionLab } from './interaction-lab.js';

export function configurationContract(lab: InteractionLab): void {
  it('[STORE-13] replaces queues and agents', async () => {
    const [kept, gone, added] = [aQueue(), aQueue(), aQueue()];
    const agent = anAgent([kept.id, gone.id], { role: 'supervisor', capacity: 3, skills: ['german'] });
    await lab.store.configure([kept, gone], [agent, anAgent([gone.id])]);
    const changed = { ...agent, displayName: 'Samira', capacity: 4, queueIds: [kept.id, added.id].sort() };

    await lab.store.configure([{ ...kept, displayName: 'Renamed' }, added], [changed]);

    expect(await lab.store.queues()).toEqual(
      [{ ...kept, displayName: 'Renamed' }, added].sort((a, b) => (a.id < b.id ? -1 : 1)),
    );
    expect(await lab.store.agents()).toEqual([{ ...changed, available: false }]);
    expect(await lab.store.agent(agent.id)).toEqual({ ...changed, available: false });
  });

  it('[STORE-13] keeps presence and interactions of agents that stay', async () => {
    const queue = aQueue();
    const agent = anAgent([queue.id]);
    await lab.store.configure([queue], [agent]);
    await lab.appear(agent.id);
    const assigned = await lab.assigned(queue.id);

    await lab.store.configure([queue], [agent]);

    expect(await lab.store.agent(agent.id)).toMatchObject({ available: true });
    expect(await lab.store.get(assigned.id)).toEqual(assigned);
  });

  it('[STORE-13] returns to the queue what an agent had who is gone', async () => {
    const queue = aQueue();
    const agent = anAgent([queue.id]);
    await lab.store.configure([queue], [agent]);
    await lab.appear(agent.id);
    const assigned = await lab.assigned(queue.id);

    await lab.store.configure([queue], []);

    expect(await lab.store.get(assigned.id)).toEqual({
      ...assigned,
      state: 'waiting',
      agentId: null,
      assignedAt: null,
      version: assigned.version + 1,
    });
    expect(await lab.store.agent(agent.id)).toBeNull();
  });

  it('[STORE-13] keeps what waits in a queue that is gone until the queue is back', async () => {
    const queue = aQueue();
    const agent = anAgent([queue.id]);
    await lab.store.configure([queue], [agent]);
    const waiting = await lab.enqueue(queue.id);
    await lab.store.configure([], [{ ...agent, queueIds: [] }]);
    await lab.appear(agent.id);
    expect(await lab.offer()).toEqual([]);

    await lab.store.configure([queue], [agent]);

    expect(await lab.onlyOffer()).toMatchObject({ id: waiting.id });
  });

  it('[STORE-93] keeps provisioned agents over a new configuration, and changes them when they come again', async () => {
    const [queue, other] = [aQueue(), aQueue()];
    await lab.store.configure([queue, other], []);
    const agent = anAgent([queue.id, 'no-such-queue'], { skills: ['german'] });
    await lab.store.provision(agent);
    const made = { ...agent, queueIds: [queue.id], available: false };
    expect(await lab.store.agent(agent.id)).toEqual(made);
    await lab.appear(agent.id);
    await lab.store.configure([queue, other], [anAgent([queue.id])]);
    expect(await lab.store.agent(agent.id)).toEqual({ ...made, available: true });

    await lab.store.provision({ ...agent, displayName: 'Samira', queueIds: [other.id], skills: [] });

    const changed = { ...made, displayName: 'Samira', queueIds: [other.id], skills: [], available: true };
    expect(await lab.store.agent(agent.id)).toEqual(changed);
    await lab.store.configure([queue, other], [{ ...agent, queueIds: [queue.id] }]);
    await lab.store.configure([queue, other], []);
    expect(await lab.store.agent(agent.id)).toBeNull();
  });

  it('[STORE-93] leaves configured agents alone when they are provisioned', async () => {
    const queue = aQueue();
    const agent = anAgent([queue.id], { skills: ['german'] });
    await lab.store.configure([queue], [agent]);

    await lab.store.provision({ ...agent, displayName: 'Somebody', queueIds: [], skills: [] });

    expect(await lab.store.agent(agent.id)).toEqual({ ...agent, available: false });
  });
}
