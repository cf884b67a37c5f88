import type { RetentionRules, Store } from '@throughline/core';
import { anAuditEntry, type FakeClock, type PrivacyLab } from '@throughline/test-kit';
import { beforeEach, describe, expect, it } from 'vitest';
import { PrivacyWorkLab } from '../../test-support/privacy-work-lab.js';
import { toRetentionRules } from './privacy-settings.js';

const DAY_MS = 86_400_000;
const START = new Date('2026-03-02T09:00:00.000Z');

let store: Store;
let clock: FakeClock;
let lab: PrivacyLab;
let work: PrivacyWorkLab;

beforeEach(() => {
  work = new PrivacyWorkLab();
  ({ store, clock, customers: lab } = work);
});

const RULES = toRetentionRules({ conversations: 30, context: 7, decisions: 'forever', callbacks: 1 });

function purge(retention: RetentionRules = RULES): Promise<void> {
  work.retention = retention;
  return work.node().purge();
}

async function endedNow(): Promise<string> {
  const { id } = await lab.customer();
  return (await lab.ended(id, { openedAt: clock.now() })).id;
}

async function purgesOnTrail() {
  const entries = await store.audit.unchained(10_000);
  return entries.filter(({ action }) => action === 'retention.purged');
}

describe('retention', () => {
  it('[PRIV-1] removes each class of data when its time after the end is over', async () => {
    const id = await endedNow();
    const whole = await lab.rest(id);
    clock.advance(7 * DAY_MS + 60_000);
    await purge();
    expect(await lab.rest(id)).toEqual(whole);
    clock.advance(1);
    await purge();
    expect(await lab.rest(id)).toEqual({ ...whole, context: 0 });
    clock.advance(23 * DAY_MS);
    await purge();
    expect(await lab.rest(id)).toMatchObject({ conversation: false, entries: 0, interaction: false });
  });

  it('[PRIV-1] keeps what is to be kept forever, is live, or is under a legal hold', async () => {
    const held = (await lab.customer()).id;
    const [live, ended, keptFor] = [
      await lab.live((await lab.customer()).id, { openedAt: START }),
      await endedNow(),
      await lab.ended(held, { openedAt: START }),
    ];
    await store.privacy.placeHold({ customerId: held, placedAt: START, placedBy: 'lee' }, anAuditEntry());
    clock.advance(3_650 * DAY_MS);
    await purge(toRetentionRules({ conversations: 'forever', context: 7, decisions: 30, callbacks: 1 }));
    expect(await lab.rest(ended)).toMatchObject({
      conversation: true,
      entries: 1,
      context: 0,
      decision: false,
    });
    await purge();
    expect(await lab.rest(ended)).toMatchObject({ conversation: false });
    expect(await lab.rest(live.id)).toMatchObject({ conversation: true, entries: 1, context: 1 });
    expect(await lab.rest(keptFor.id)).toMatchObject({ conversation: true, entries: 1, context: 1 });
  });

  it('[PRIV-1] puts counts alone on the audit trail, and into the metrics', async () => {
    for (let count = 0; count < 3; count += 1) await endedNow();
    clock.advance(31 * DAY_MS);
    await purge();
    const before = new Date(START.getTime() + DAY_MS).toISOString();
    expect((await purgesOnTrail()).map(({ actorKind, details }) => ({ actorKind, details }))).toEqual([
      { actorKind: 'system', details: { class: 'conversations', before, ...counts(3) } },
    ]);
    expect(await work.metrics.registry.metrics()).toContain(
      'throughline_purged_records_total{class="conversations"} 15',
    );
  });

  it('[PRIV-2] goes on where a run was cut short', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 120; count += 1) ids.push(await endedNow());
    const left = async () => (await store.conversations.heads(ids)).size;
    clock.advance(31 * DAY_MS);
    const whole = store.privacy.purge.bind(store.privacy);
    let calls = 0;
    store.privacy.purge = async (...parameters) => {
      calls += 1;
      if (calls === 2) throw new Error('The node died.');
      return whole(...parameters);
    };
    await expect(purge()).rejects.toThrow('The node died.');
    expect(await left()).toBe(70);
    await purge();
    expect(await left()).toBe(0);
    const details = (await purgesOnTrail()).map((entry) => entry.details as { conversations: number });
    expect(details.map(({ conversations }) => conversations)).toEqual([50, 50, 20]);
  });
});

function counts(conversations: number) {
  const each = { entries: conversations, context: conversations, decisions: conversations };
  return { conversations, ...each, interactions: conversations };
}
