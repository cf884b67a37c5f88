import type { BusMessage } from '@throughline/core';
import { anAuditEntry } from '@throughline/test-kit';
import { beforeEach, describe, expect, it } from 'vitest';
import { PrivacyWorkLab } from '../../test-support/privacy-work-lab.js';

const NOTHING = { conversation: false, entries: 0, context: 0, decision: false, interaction: false };

let lab: PrivacyWorkLab;
let customerId: string;
beforeEach(async () => {
  lab = new PrivacyWorkLab();
  customerId = (await lab.customers.customer()).id;
});

const requestOf = async (id: string) => lab.store.privacy.getRequest(id);

describe('an erasure', () => {
  it('[PRIV-6] ends the live conversation, removes everything, destroys the keys and asks the contact center', async () => {
    const heard: BusMessage[] = [];
    lab.bus.subscribe((message) => heard.push(message));
    const live = await lab.customers.live(customerId);
    const session = await lab.customers.signIn(customerId);
    const id = await lab.request(customerId);
    await lab.node().tick();
    expect(await lab.customers.rest(live.id)).toEqual(NOTHING);
    expect(heard).toContainEqual(
      expect.objectContaining({ kind: 'entries', entries: [expect.objectContaining({ kind: 'ended' })] }),
    );
    expect(heard.map(({ kind }) => kind)).toContain('customer-sessions-ended');
    expect(await lab.store.sessions.runningOf([session], lab.clock.now())).toEqual(new Set());
    expect(lab.destroyed).toEqual([customerId]);
    expect(lab.asked).toMatchObject([{ requestId: id, reference: null, conversationIds: [live.id] }]);
    expect(await requestOf(id)).toMatchObject({ customer: null, contactCenter: { counts: {} } });
  });

  it('[PRIV-6] is taken up where a node died', async () => {
    const live = await lab.customers.live(customerId);
    const id = await lab.request(customerId);
    await lab.node('removal').tick();
    expect(await requestOf(id)).toMatchObject({ removed: null });
    expect(await lab.ledger.all()).toMatchObject([{ id }]);
    await lab.node('keys').tick();
    expect(await lab.customers.rest(live.id)).toEqual(NOTHING);
    expect(await requestOf(id)).toMatchObject({ keyDestroyedAt: null, customer: {} });
    await lab.node().tick();
    expect(await requestOf(id)).toMatchObject({ keyDestroyedAt: lab.clock.now(), customer: null });
    expect(lab.destroyed).toEqual([customerId]);
  });

  it('[PRIV-6] does nothing under a legal hold that came after it, and goes on when it is lifted', async () => {
    const live = await lab.customers.live(customerId);
    await lab.request(customerId);
    const hold = { customerId, placedAt: lab.clock.now(), placedBy: 'lee' };
    await lab.store.privacy.placeHold(hold, anAuditEntry());
    const node = lab.node();
    await node.tick();
    expect(await lab.customers.rest(live.id)).toMatchObject({ conversation: true, entries: 1 });
    expect([await lab.ledger.all(), lab.destroyed, lab.asked]).toEqual([[], [], []]);
    await lab.store.privacy.liftHold(customerId, anAuditEntry());
    lab.clock.advance(10_000);
    await node.tick();
    expect(await lab.customers.rest(live.id)).toEqual(NOTHING);
  });

  it('[PRIV-10] is pending until the contact center confirms, asked again with what it called the request', async () => {
    const id = await lab.request(customerId);
    const pending = { state: 'pending', reference: 'job-7' } as const;
    lab.answers.push(pending, new Error('away'), pending);
    const node = lab.node();
    for (const pauseMs of [1_000, 2_000, 4_000, 8_000, 16_000]) {
      await node.tick();
      lab.clock.advance(pauseMs);
    }
    expect(lab.asked.map(({ reference }) => reference)).toEqual([null, 'job-7', 'job-7', 'job-7']);
    expect(lab.warnings).toHaveLength(1);
    expect(await requestOf(id)).toMatchObject({ reference: 'job-7', customer: null, conversationIds: [] });
    expect(await lab.store.privacy.openRequests(10)).toEqual([]);
  });

  it('[PRIV-10] asks for an export the same way, and erases nothing for it', async () => {
    const live = await lab.customers.live(customerId);
    await lab.request(customerId, 'export');
    lab.answers.push({ state: 'pending', reference: 'job-8' });
    const node = lab.node();
    await node.tick();
    lab.clock.advance(60_000);
    await node.tick();
    expect(lab.asked.map(({ reference }) => reference)).toEqual([null, 'job-8']);
    expect(await lab.customers.rest(live.id)).toMatchObject({ conversation: true });
    expect([lab.destroyed, await lab.ledger.all()]).toEqual([[], []]);
  });
});

describe('the ledger', () => {
  it('[PRIV-9] has every erasure again that a restored database does not know, before anybody is served', async () => {
    const id = await lab.request(customerId);
    await lab.ledger.add((await requestOf(id)) as NonNullable<Awaited<ReturnType<typeof requestOf>>>);
    const restored = new PrivacyWorkLab();
    for (const entry of await lab.ledger.all()) {
      await restored.ledger.add({ ...entry, customerId: (await restored.customers.customer()).id });
    }
    const [entry] = await restored.ledger.all();
    const live = await restored.customers.live(entry?.customerId ?? '');
    await restored.node().start();
    expect(await restored.customers.rest(live.id)).toEqual(NOTHING);
    expect(restored.destroyed).toEqual([entry?.customerId]);
    expect(await restored.store.privacy.getRequest(id)).toMatchObject({ removed: {} });
  });

  it('[PRIV-9] leaves an erasure alone that is still to be carried out, as under a hold', async () => {
    const live = await lab.customers.live(customerId);
    const id = await lab.request(customerId);
    await lab.ledger.add((await requestOf(id)) as NonNullable<Awaited<ReturnType<typeof requestOf>>>);
    const hold = { customerId, placedAt: lab.clock.now(), placedBy: 'lee' };
    await lab.store.privacy.placeHold(hold, anAuditEntry());
    await lab.node().start();
    expect(await lab.customers.rest(live.id)).toMatchObject({ conversation: true });
  });

  it('[PRIV-9] of every node has what any of them erased', async () => {
    const id = await lab.request(customerId);
    await lab.node().tick();
    const other = new PrivacyWorkLab();
    const node = Object.assign(other, { store: lab.store }).node();
    await node.syncLedger();
    expect(await other.ledger.all()).toMatchObject([{ id, customerId }]);
  });
});
