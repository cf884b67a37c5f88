import { expect, it } from 'vitest';
import { aNewEntry, anId } from '../builders.js';
import { anEventEntry, aTransition, type ConversationLab } from './conversation-lab.js';

export function transitionContract(lab: ConversationLab): void {
  it('[STORE-5] changes state and holder and adds the entry as one step', async () => {
    const conversation = await lab.open();
    await lab.store.append([aNewEntry(conversation)]);
    const entry = anEventEntry(conversation);

    const result = await lab.store.transition(
      aTransition(conversation, { from: ['queued', 'routing'], to: 'active', agentId: 'sam', entry }),
    );

    expect(result).toMatchObject({
      kind: 'changed',
      conversation: { state: 'active', agentId: 'sam', headSeq: 2 },
      entry: { ...entry, seq: 2 },
    });
    expect(await lab.store.read(conversation.id, 1, 10)).toEqual([{ ...entry, seq: 2 }]);
  });

  it('[STORE-5] changes nothing from another state than those named', async () => {
    const conversation = await lab.open();
    const entry = anEventEntry(conversation);

    const result = await lab.store.transition(
      aTransition(conversation, { from: ['active'], to: 'queued', entry }),
    );

    expect(result).toMatchObject({ kind: 'unchanged', conversation: { state: 'routing', headSeq: 0 } });
    expect(await lab.storedIds(conversation)).toEqual([]);
  });

  it('[STORE-5] changes nothing when its entry is there already', async () => {
    const conversation = await lab.open();
    const entry = anEventEntry(conversation);
    const transition = aTransition(conversation, {
      from: ['routing', 'active'],
      to: 'active',
      agentId: 'sam',
      entry,
    });
    await lab.store.transition(transition);

    const result = await lab.store.transition({ ...transition, agentId: 'riley' });

    expect(result).toMatchObject({ kind: 'unchanged', conversation: { agentId: 'sam', headSeq: 1 } });
  });

  it('[STORE-36] changes nothing for an older version of the interaction than was followed already', async () => {
    const conversation = await lab.open();
    const assigned = aTransition(conversation, { to: 'active', agentId: 'sam', interactionVersion: 3 });
    await lab.store.transition(assigned);
    const lost = { from: ['active'], to: 'queued', agentId: null } as const;

    const late = await lab.store.transition(aTransition(conversation, { ...lost, interactionVersion: 2 }));
    expect(late).toMatchObject({ kind: 'unchanged', conversation: { state: 'active', agentId: 'sam' } });

    const same = await lab.store.transition(aTransition(conversation, { ...lost, interactionVersion: 3 }));
    expect(same).toMatchObject({ kind: 'changed', conversation: { state: 'queued' } });
  });

  it('[STORE-5] is carried out once by simultaneous calls', async () => {
    const conversation = await lab.open();
    const transition = aTransition(conversation, { entry: anEventEntry(conversation) });

    const results = await Promise.all(Array.from({ length: 8 }, () => lab.store.transition(transition)));

    expect(results.filter((result) => result.kind === 'changed')).toHaveLength(1);
    expect(await lab.storedIds(conversation)).toHaveLength(1);
  });

  it('[T3] shares the numbers with simultaneous appends', async () => {
    const conversation = await lab.open();

    await Promise.all([
      ...Array.from({ length: 10 }, () => lab.store.append([aNewEntry(conversation)])),
      lab.store.transition(aTransition(conversation, { entry: anEventEntry(conversation) })),
    ]);

    const seqs = (await lab.store.read(conversation.id, 0, 100)).map((entry) => entry.seq);
    expect(seqs).toEqual(Array.from({ length: 11 }, (_, index) => index + 1));
  });

  it('[STORE-5] notes when the conversation ended', async () => {
    const conversation = await lab.open();
    const at = new Date('2026-03-02T09:30:00.000Z');

    const result = await lab.store.transition(aTransition(conversation, { to: 'ended', at }));

    expect(result).toMatchObject({ kind: 'changed', conversation: { state: 'ended', endedAt: at } });
  });

  it('[STORE-5] says when there is no such conversation', async () => {
    expect(await lab.store.transition(aTransition({ id: anId() }))).toEqual({ kind: 'not_found' });
  });
}
