import type { DataClass, Store } from '@throughline/core';
import { expect, it } from 'vitest';
import { anAuditEntry } from '../builders.js';
import { countingAudit, daysAfter, MANY, OLD, type PrivacyLab } from './privacy-lab.js';

const WHOLE = { conversation: true, entries: 1, context: 1, decision: true, interaction: true };
const NOTHING = { conversation: false, entries: 0, context: 0, decision: false, interaction: false };

export function purgeContract(store: () => Store, lab: PrivacyLab): void {
  const purge = async (dataClass: DataClass, before = daysAfter(10), limit = MANY) => {
    const { seen, audit } = countingAudit('retention.purged');
    return { removed: await store().privacy.purge(dataClass, before, limit, audit), seen };
  };
  const drain = async () => {
    for (const dataClass of ['conversations', 'callbacks'] as const) await purge(dataClass);
  };

  it('[STORE-81] removes conversations that ended before, with all that belongs to them', async () => {
    await drain();
    const { id } = await lab.customer();
    const old = await lab.ended(id);
    const young = await lab.ended(id, { openedAt: daysAfter(11), previousConversationId: old.id });
    const { removed, seen } = await purge('conversations');
    expect(removed).toEqual({ conversations: 1, entries: 1, context: 1, decisions: 1, interactions: 1 });
    expect(seen).toEqual([removed]);
    expect([await lab.rest(old.id), await lab.rest(young.id)]).toEqual([NOTHING, WHOLE]);
    expect(await store().conversations.get(young.id)).toMatchObject({ previousConversationId: null });
    expect(await purge('conversations')).toEqual({ removed: {}, seen: [] });
  });

  it('[STORE-81] leaves what is live, and what the contact center still has to close', async () => {
    await drain();
    const live = await lab.live((await lab.customer()).id);
    const unsettled = await lab.live((await lab.customer()).id);
    await lab.conversations.end(unsettled);
    for (const dataClass of ['context', 'decisions'] as const) await purge(dataClass, OLD);
    expect((await purge('conversations')).removed).toEqual({});
    expect([await lab.rest(live.id), await lab.rest(unsettled.id)]).toEqual([WHOLE, WHOLE]);
    await store().conversations.markSettled(unsettled.id);
    await store().interactions.close(unsettled.id, OLD);
  });

  it('[STORE-81] removes at most so many at once, and goes on where it stopped', async () => {
    await drain();
    for (let count = 0; count < 3; count += 1) await lab.ended((await lab.customer()).id);
    const rounds = [];
    for (let round = 0; round < 3; round += 1)
      rounds.push((await purge('conversations', daysAfter(10), 2)).removed);
    expect(rounds.map(({ conversations = 0 }) => conversations)).toEqual([2, 1, 0]);
  });

  it('[STORE-81] removes context and decisions of conversations that are kept', async () => {
    await drain();
    const ended = await lab.ended((await lab.customer()).id);
    const live = await lab.live((await lab.customer()).id);
    expect((await purge('context')).removed).toEqual({ context: 1 });
    expect((await purge('decisions')).removed).toEqual({ decisions: 1 });
    expect(await lab.rest(ended.id)).toEqual({ ...WHOLE, context: 0, decision: false });
    expect(await lab.rest(live.id)).toEqual(WHOLE);
  });

  it('[STORE-81] removes callbacks that are over', async () => {
    await drain();
    const [{ id: one }, { id: other }] = [await lab.customer(), await lab.customer()];
    await lab.cancelledCallback(one);
    await lab.callback(other);
    expect((await purge('callbacks')).removed).toEqual({ callbacks: 1 });
    expect(await store().privacy.callbacksOf(one)).toEqual([]);
    expect(await store().privacy.callbacksOf(other)).toHaveLength(1);
  });

  it('[STORE-82] purges nothing of a customer under a hold until it is lifted', async () => {
    await drain();
    const { id } = await lab.customer();
    const conversation = await lab.ended(id);
    await lab.cancelledCallback(id);
    await store().privacy.placeHold({ customerId: id, placedAt: OLD, placedBy: 'lee' }, anAuditEntry());
    const all = ['context', 'decisions', 'callbacks', 'conversations'] as const;
    for (const dataClass of all) expect((await purge(dataClass)).removed).toEqual({});
    expect(await lab.rest(conversation.id)).toEqual(WHOLE);
    await store().privacy.liftHold(id, anAuditEntry());
    for (const dataClass of all) expect((await purge(dataClass)).removed).not.toEqual({});
  });
}
