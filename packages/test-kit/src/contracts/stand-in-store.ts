import type { StandInPerson, Store } from '@throughline/core';
import { beforeEach, expect, it } from 'vitest';
import { anAuditEntry, anId, someBytes } from '../builders.js';
import { PrivacyLab } from './privacy-lab.js';

const NOW = new Date('2026-03-02T09:00:00.000Z');
const after = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

/** Registers the tests that every {@link StandInStore} passes, on a store of which it is a part. */
export function standInStoreContract(store: () => Store): void {
  const lab = new PrivacyLab(store);
  const standIn = () => store().standIn;
  const audit = () => anAuditEntry({ action: 'contact_center.switch_proposed', actor: ANYBODY });
  const propose = (id: string, at = NOW) =>
    standIn().propose(
      { id, proposedAt: at, proposedBy: 'ava', proposerKind: 'operator', minutes: 60, reason: `for ${id}` },
      audit(),
    );
  const confirm = (id: string, operator = 'ben', at = NOW, kind: StandInPerson['kind'] = 'operator') =>
    standIn().confirm(id, { kind, id: operator }, at, audit());
  const recorded = async () =>
    (await store().audit.unchained(100_000)).filter(({ action }) => action.startsWith('contact_center.'))
      .length;
  const aConversation = async () => (await lab.live((await lab.customer()).id)).id;
  // Other tests may have left a switch that is open at these times.
  beforeEach(async () => {
    await standIn().end(NOW, audit());
  });

  it('[STORE-170] puts a proposal in force when another operator confirms it, until its time is over', async () => {
    const id = anId();
    const before = await recorded();
    expect(await propose(id)).toBe(true);
    expect(await propose(anId())).toBe(false);
    expect(await confirm(id, 'ava')).toBeNull();
    expect(await confirm(anId())).toBeNull();
    // Who proposed it may be somebody else by name elsewhere.
    expect(await confirm(id, 'ava-at-the-desk', NOW, 'agent')).toBeNull();
    expect(await confirm(id, 'ben', after(5))).toMatchObject({ confirmedBy: 'ben', until: after(65) });
    expect(await confirm(id, 'cleo', after(6))).toBeNull();
    expect(await propose(anId(), after(64))).toBe(false);
    expect(await recorded()).toBe(before + 2);
    expect(await standIn().latest()).toMatchObject({
      id,
      proposedBy: 'ava',
      confirmedBy: 'ben',
      reason: `for ${id}`,
    });
    expect(await standIn().end(after(65), audit())).toBeNull();
  });

  it('[STORE-170] notes once that a switch has ended by itself', async () => {
    const id = anId();
    await propose(id);
    expect(await standIn().noteLapse(id, after(60), audit())).toBe(false);
    await confirm(id);
    expect(await standIn().noteLapse(id, after(59), audit())).toBe(false);
    expect(await standIn().noteLapse(anId(), after(60), audit())).toBe(false);
    const before = await recorded();
    const noted = await Promise.all([1, 2, 3].map(() => standIn().noteLapse(id, after(61), audit())));
    expect(noted.filter(Boolean)).toHaveLength(1);
    expect(await recorded()).toBe(before + 1);
    expect(await standIn().latest()).toMatchObject({ id, until: after(60), endedAt: after(60) });
  });

  it('[STORE-170] lets a proposal lapse, and an end come early', async () => {
    const [lapsed, next] = [anId(), anId()];
    await propose(lapsed);
    expect(await confirm(lapsed, 'ben', after(15))).toBeNull();
    expect(await propose(next, after(15))).toBe(true);
    expect(await standIn().end(after(16), audit())).toMatchObject({ id: next, endedAt: after(16) });
    expect(await confirm(next, 'ben', after(17))).toBeNull();
    expect(await propose(anId(), after(17))).toBe(true);
    await standIn().end(after(17), audit());
  });

  it('[STORE-170] takes one of many proposals and confirmations', async () => {
    const ids = Array.from({ length: 8 }, () => anId());
    const proposed = await Promise.all(ids.map((id) => propose(id)));
    expect(proposed.filter(Boolean)).toHaveLength(1);
    const id = ids[proposed.indexOf(true)] ?? '';
    const confirmed = await Promise.all(ids.map((_, n) => confirm(id, `operator-${n}`)));
    expect(confirmed.filter(Boolean)).toHaveLength(1);
  });

  it('[STORE-171] decides once where a conversation goes', async () => {
    const [early, during, refused, late] = await Promise.all([0, 1, 2, 3].map(aConversation));
    if (!early || !during || !refused || !late) throw new Error('Four conversations are needed.');
    const id = anId();
    expect(await standIn().assign(early, NOW, true)).toBe(false);
    await propose(id);
    await confirm(id);
    expect(await standIn().assign(early, after(1), true)).toBe(false);
    expect(await standIn().assign(refused, after(1), false)).toBe(false);
    const many = await Promise.all([1, 2, 3, 4].map(() => standIn().assign(during, after(1), true)));
    expect(many).toEqual([true, true, true, true]);
    expect(await standIn().assign(late, after(60), true)).toBe(false);
    expect(await standIn().assign(during, after(61), true)).toBe(true);
    expect(await standIn().standingIn([early, during, refused, late, anId()])).toEqual(new Set([during]));
    expect(await standIn().standingIn([])).toEqual(new Set());
  });

  it('[STORE-171] leaves a conversation where its session is', async () => {
    const conversationId = await aConversation();
    const interaction = { ...WAITING, id: anId(), conversationId };
    await store().relays.open({ interaction, sealed: someBytes() }, { owner: anId(), leaseMs: 60_000 });
    const id = anId();
    await propose(id);
    await confirm(id);
    expect(await standIn().assign(conversationId, after(1), true)).toBe(false);
  });
}

const ANYBODY = { kind: 'operator', id: 'anybody' } as const;
const WAITING = {
  queueId: 'service',
  state: 'waiting',
  priority: 0,
  queuedAt: NOW,
  agentId: null,
  offerExpiresAt: null,
  assignedAt: null,
  estimate: null,
  version: 1,
} as const;
