import type { PrivacyStore, Store } from '@throughline/core';
import { expect, it } from 'vitest';
import { anAuditEntry, anId, someBytes } from '../builders.js';
import { countingAudit, daysAfter, MANY, OLD, PrivacyLab } from './privacy-lab.js';
import { purgeContract } from './purge.js';

const WHOLE = { conversation: true, entries: 1, context: 1, decision: true, interaction: true };
const NOTHING = { conversation: false, entries: 0, context: 0, decision: false, interaction: false };

/** Registers the tests that every {@link PrivacyStore} passes over the other ports of its store. */
export function privacyStoreContract(store: () => Store): void {
  const lab = new PrivacyLab(store);
  const privacy = (): PrivacyStore => store().privacy;
  purgeContract(store, lab);
  holds(privacy, lab);
  requests(store, privacy, lab);
  erasure(store, privacy, lab);
}

function holds(privacy: () => PrivacyStore, lab: PrivacyLab): void {
  it('[STORE-82] places a hold once, lists it with its customer, and lifts it once', async () => {
    const { id, identity } = await lab.customer();
    const hold = { customerId: id, placedAt: OLD, placedBy: 'lee' };
    expect(await privacy().placeHold(hold, anAuditEntry())).toBe(true);
    expect(await privacy().placeHold({ ...hold, placedBy: 'sam' }, anAuditEntry())).toBe(false);
    expect(await privacy().isHeld(id)).toBe(true);
    const listed = (await privacy().holds()).filter(({ customerId }) => customerId === id);
    expect(listed).toEqual([{ ...hold, customer: identity }]);
    expect(await privacy().liftHold(id, anAuditEntry())).toBe(true);
    expect(await privacy().liftHold(id, anAuditEntry())).toBe(false);
    expect(await privacy().isHeld(id)).toBe(false);
    expect(await privacy().placeHold({ ...hold, customerId: anId() }, anAuditEntry())).toBe(false);
  });

  it('[STORE-82] erases nothing under a hold, also when it came after the request', async () => {
    const { id } = await lab.customer();
    const conversation = await lab.ended(id);
    const hold = { customerId: id, placedAt: OLD, placedBy: 'lee' };
    const asked = await privacy().request(anErasure(id), anAuditEntry());
    await privacy().placeHold(hold, anAuditEntry());
    const { seen, audit } = countingAudit('privacy.erased');
    expect(await privacy().removeCustomer(idOf(asked), OLD, audit)).toBe('held');
    const { id: other } = await lab.customer();
    await privacy().placeHold({ ...hold, customerId: other }, anAuditEntry());
    expect(await privacy().request(anErasure(other), anAuditEntry())).toBe('held');
    expect([seen, await lab.rest(conversation.id)]).toEqual([[], WHOLE]);
  });
}

function requests(store: () => Store, privacy: () => PrivacyStore, lab: PrivacyLab): void {
  it('[STORE-83] finds a customer without making one', async () => {
    const { id, identity } = await lab.customer();
    const elsewhere = { ...identity, issuer: 'https://another-portal.example' };
    const other = await store().sessions.customerId(elsewhere);
    expect(await privacy().customersNamed(identity.externalId)).toEqual(
      expect.arrayContaining([
        { id: other, customer: elsewhere },
        { id, customer: identity },
      ]),
    );
    expect(await privacy().customersNamed(anId())).toEqual([]);
    expect([await privacy().customerOf(id), await privacy().customerOf(anId())]).toEqual([identity, null]);
  });

  it('[STORE-83] reads all conversations and callbacks of a customer, oldest first', async () => {
    const { id } = await lab.customer();
    const live = await lab.live(id, { openedAt: daysAfter(2) });
    const ended = await lab.ended((await lab.customer()).id);
    const callback = await lab.cancelledCallback(id);
    expect((await privacy().conversationsOf(id)).map((each) => each.id)).toEqual([live.id]);
    expect((await privacy().callbacksOf(id)).map((each) => each.id)).toEqual([callback]);
    expect((await privacy().conversationsOf(ended.customerId)).map((each) => each.id)).toEqual([ended.id]);
  });

  it('[STORE-84] keeps one open request of a kind, also of simultaneous ones', async () => {
    const { id, identity } = await lab.customer();
    const { id: conversationId } = await lab.live(id);
    const asked = await Promise.all(
      Array.from({ length: 5 }, () => privacy().request(anExport(id), anAuditEntry())),
    );
    expect(new Set(asked.map(idOf)).size).toBe(1);
    expect(asked[0]).toMatchObject({ customer: identity, conversationIds: [conversationId], removed: null });
    expect(idOf(await privacy().request(anErasure(id), anAuditEntry()))).not.toBe(idOf(asked[0]));
    expect(await privacy().request(anErasure(anId()), anAuditEntry())).toBe('unknown');
    const open = (await privacy().openRequests(MANY)).filter(({ customerId }) => customerId === id);
    expect(open.map(({ kind }) => kind)).toEqual(['export', 'erasure']);
  });

  it('[STORE-84] is open until the contact center has answered, and can be asked anew then', async () => {
    const { id } = await lab.customer();
    const request = idOf(await privacy().request(anExport(id), anAuditEntry()));
    await privacy().contactCenterPending(request, 'job-7');
    expect(await privacy().getRequest(request)).toMatchObject({ reference: 'job-7', contactCenter: null });
    const outcome = { at: daysAfter(1), counts: { interactions: 2 }, sealedData: someBytes() };
    expect(await privacy().contactCenterDone(request, outcome, anAuditEntry())).toBe(true);
    expect(await privacy().contactCenterDone(request, outcome, anAuditEntry())).toBe(false);
    const done = await privacy().getRequest(request);
    expect(done).toMatchObject({ contactCenter: outcome, customer: null, conversationIds: [] });
    expect(idOf(await privacy().request(anExport(id), anAuditEntry()))).not.toBe(request);
    expect(await privacy().purgeExports(daysAfter(2), MANY)).toBeGreaterThan(0);
    expect(await privacy().getRequest(request)).toBeNull();
  });
}

function erasure(store: () => Store, privacy: () => PrivacyStore, lab: PrivacyLab): void {
  it('[STORE-85] removes every record of the customer, and nothing of others', async () => {
    const { id, identity } = await lab.customer();
    const others = await lab.ended((await lab.customer()).id);
    const ended = await lab.ended(id);
    const live = await lab.live(id, { openedAt: daysAfter(1), previousConversationId: ended.id });
    const callback = await lab.callback(id);
    const workId = anId();
    await store().callbacks.start(callback, workId, OLD);
    await store().callbacks.addNote(workId, { id: anId(), agentId: 'sam', at: OLD, sealed: someBytes() });
    const session = await lab.signIn(id);
    await privacy().request(anExport(id), anAuditEntry());
    const request = idOf(await privacy().request(anErasure(id), anAuditEntry()));
    const { seen, audit } = countingAudit('privacy.erased');

    const counts = await privacy().removeCustomer(request, daysAfter(2), audit);

    expect(counts).toMatchObject({ conversations: 2, entries: 2, context: 2, decisions: 2, interactions: 2 });
    expect(counts).toMatchObject({ callbacks: 1, callbackNotes: 1, sessions: 1, exports: 1, customers: 1 });
    expect(seen).toEqual([counts]);
    expect([await lab.rest(ended.id), await lab.rest(live.id)]).toEqual([NOTHING, NOTHING]);
    expect(await privacy().callbacksOf(id)).toEqual([]);
    expect([...(await store().sessions.runningOf([session], OLD))]).toEqual([]);
    expect(await privacy().customersNamed(identity.externalId)).toEqual([]);
    expect(await store().sessions.customerId(identity)).not.toBe(id);
    expect(await lab.rest(others.id)).toEqual(WHOLE);
    expect(await privacy().removeCustomer(request, daysAfter(2), audit)).toBeNull();
    const kept = await privacy().getRequest(request);
    expect(kept?.removed).toEqual({ at: daysAfter(2), counts });
    expect([...(kept?.conversationIds ?? [])].toSorted()).toEqual([ended.id, live.id, workId].toSorted());
  });

  it('[STORE-84] tells no more whom an erasure was about once its key is gone and the contact center is done', async () => {
    const { id, identity } = await lab.customer();
    const request = idOf(await privacy().request(anErasure(id), anAuditEntry()));
    await privacy().removeCustomer(request, OLD, countingAudit('privacy.erased').audit);
    const outcome = { at: daysAfter(1), counts: {}, sealedData: null };
    await privacy().contactCenterDone(request, outcome, anAuditEntry());
    expect(await privacy().getRequest(request)).toMatchObject({ customer: identity, keyDestroyedAt: null });
    await privacy().keyDestroyed(request, daysAfter(1));
    const done = await privacy().getRequest(request);
    expect(done).toMatchObject({ customer: null, conversationIds: [], keyDestroyedAt: daysAfter(1) });
    expect((await privacy().erasuresSince(OLD, MANY)).map(idOf)).toContain(request);
    expect((await privacy().erasuresSince(daysAfter(5), MANY)).map(idOf)).not.toContain(request);
    expect((await privacy().openRequests(MANY)).map(idOf)).not.toContain(request);
  });

  it('[STORE-86] takes an erasure up anew while its customer is known, whatever is held or was asked', async () => {
    const { id } = await lab.customer();
    const conversation = await lab.ended(id);
    await privacy().placeHold({ customerId: id, placedAt: OLD, placedBy: 'lee' }, anAuditEntry());
    const erasure = anErasure(id);
    expect(await privacy().reopenErasure(erasure, anAuditEntry())).toBe(true);
    const { audit } = countingAudit('privacy.erased');
    expect(await privacy().removeCustomer(erasure.id, OLD, audit)).toMatchObject({ conversations: 1 });
    expect(await lab.rest(conversation.id)).toEqual(NOTHING);
    expect(await privacy().reopenErasure(erasure, anAuditEntry())).toBe(false);
  });
}

const asked = { subject: 'sha256:1', requestedAt: OLD, requestedBy: 'lee' };
const anErasure = (customerId: string) => ({ id: anId(), kind: 'erasure', customerId, ...asked }) as const;
const anExport = (customerId: string) => ({ id: anId(), kind: 'export', customerId, ...asked }) as const;

function idOf(request: Awaited<ReturnType<PrivacyStore['request']>> | undefined): string {
  return typeof request === 'object' ? request.id : `no request: ${request}`;
}
