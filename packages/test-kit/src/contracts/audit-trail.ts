import type { AuditEntry, AuditTrail, ChainedEntry } from '@throughline/core';
import { expect, it } from 'vitest';
import { anAuditEntry, anId } from '../builders.js';

const HASH = 'ab'.repeat(32);

export function auditTrailContract(create: () => Promise<AuditTrail>): void {
  /** Entries of this test alone: other suites write into the same trail. */
  async function record(trail: AuditTrail, count: number, overrides: Partial<AuditEntry> = {}) {
    const actorId = anId();
    for (let n = 0; n < count; n += 1) {
      await trail.record(anAuditEntry({ ...overrides, actor: { kind: 'agent', id: actorId } }));
    }
    return actorId;
  }

  async function chainAll(trail: AuditTrail): Promise<void> {
    for (;;) {
      const [head, entries] = [await trail.head(), await trail.unchained(500)];
      if (entries.length === 0) return;
      const links = entries.map(({ id }, index) => ({ id, seq: head.seq + index + 1, hash: HASH }));
      expect(await trail.link(head, links)).toBe(true);
    }
  }

  it('[STORE-40] lists what is not chained, oldest row first, as it was recorded', async () => {
    const trail = await create();
    await chainAll(trail);
    const actorId = await record(trail, 3, { conversationId: 'c-1', details: { count: 2, reason: 'test' } });
    const entries = await trail.unchained(10);
    expect(entries.map(({ id }) => id)).toEqual(entries.map(({ id }) => id).sort((a, b) => a - b));
    expect(entries).toHaveLength(3);
    expect(entries[0]).toMatchObject({
      action: 'conversation.opened',
      actorKind: 'agent',
      actorId,
      conversationId: 'c-1',
      details: { count: 2, reason: 'test' },
    });
    expect(entries[0]?.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    expect(await trail.unchained(2)).toHaveLength(2);
  });

  it('[STORE-41] appends links to the head that they were computed for', async () => {
    const trail = await create();
    await chainAll(trail);
    const before = await trail.head();
    await record(trail, 1);
    const [entry] = await trail.unchained(1);
    const links = [{ id: entry?.id ?? 0, seq: before.seq + 1, hash: HASH }];
    expect(await trail.link(before, links)).toBe(true);
    expect(await trail.head()).toEqual({ chainId: before.chainId, seq: before.seq + 1, hash: HASH });
    expect(await trail.unchained(1)).toEqual([]);
  });

  it('[STORE-41] lets one of two sequencers through and changes nothing for the other', async () => {
    const trail = await create();
    await chainAll(trail);
    const head = await trail.head();
    await record(trail, 2);
    const links = (await trail.unchained(2)).map(({ id }, n) => ({ id, seq: head.seq + n + 1, hash: HASH }));
    const done = await Promise.all([trail.link(head, links), trail.link(head, links)]);
    expect(done.filter(Boolean)).toHaveLength(1);
    expect((await trail.head()).seq).toBe(head.seq + 2);
  });

  it('[STORE-41] appends nothing when one of the entries is gone', async () => {
    const trail = await create();
    await chainAll(trail);
    const head = await trail.head();
    await record(trail, 1);
    const [entry] = await trail.unchained(1);
    const links = [entry?.id ?? 0, 2 ** 40].map((id, n) => ({ id, seq: head.seq + n + 1, hash: HASH }));
    expect(await trail.link(head, links)).toBe(false);
    expect(await trail.head()).toEqual(head);
    expect(await trail.unchained(10)).toHaveLength(1);
  });

  it('[STORE-42] reads the newest first, before a place', async () => {
    const trail = await create();
    const actorId = await record(trail, 3);
    await chainAll(trail);
    const [first, second, third] = await trail.read({ after: 0, limit: 10, actorId });
    const newest = (before: number, limit = 10) =>
      trail.read({ after: 0, limit, actorId, newestFirst: { before } });
    expect(await newest(Number.MAX_SAFE_INTEGER, 2)).toEqual([third, second]);
    expect(await newest(second?.seq ?? 0)).toEqual([first]);
  });

  it('[STORE-42] finds what a customer did, and what happened to their conversations; and a session', async () => {
    const trail = await create();
    const [customerId, other, conversationId, sessionId] = [anId(), anId(), anId(), anId()];
    const entries: Partial<AuditEntry>[] = [
      { actor: { kind: 'customer', id: customerId }, conversationId, details: { sessionId } },
      { actor: { kind: 'agent', id: anId() }, conversationId },
      { actor: { kind: 'customer', id: other }, conversationId: anId() },
      { actor: { kind: 'operator', id: anId() }, details: { customerId } },
      { actor: { kind: 'customer', id: other }, details: { sessionId: anId() } },
    ];
    for (const entry of entries) await trail.record(anAuditEntry(entry));
    await chainAll(trail);
    const actors = async (search: Partial<Parameters<AuditTrail['read']>[0]>) =>
      (await trail.read({ after: 0, limit: 10, ...search })).map(({ actorId }) => actorId);
    expect(await actors({ customerId })).toEqual([0, 1, 3].map((index) => entries[index]?.actor?.id));
    expect(await actors({ sessionId })).toEqual([customerId]);
  });

  it('[STORE-42] reads in order of the chain, a page at a time', async () => {
    const trail = await create();
    const actorId = await record(trail, 5);
    await chainAll(trail);
    const first = await trail.read({ after: 0, limit: 3, actorId });
    const rest = await trail.read({ after: first.at(-1)?.seq ?? 0, limit: 3, actorId });
    const seqs = [...first, ...rest].map(({ seq }) => seq);
    expect(seqs).toHaveLength(5);
    expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
    expect(first[0]?.hash).toBe(HASH);
  });

  it('[STORE-42] finds entries by conversation, action and time', async () => {
    const trail = await create();
    const at = new Date('2031-05-06T07:08:09.010Z');
    const conversationId = anId();
    await record(trail, 1, { at, conversationId, action: 'conversation.ended' });
    await record(trail, 1, { conversationId });
    await chainAll(trail);
    const find = (search: Partial<Parameters<AuditTrail['read']>[0]>): Promise<ChainedEntry[]> =>
      trail.read({ after: 0, limit: 10, conversationId, ...search });
    expect(await find({})).toHaveLength(2);
    expect(await find({ action: 'conversation.ended' })).toHaveLength(1);
    expect(await find({ since: at })).toMatchObject([{ at: '2031-05-06T07:08:09.010000Z' }]);
    expect(await find({ since: at, until: at })).toEqual([]);
  });
}
