import { randomUUID } from 'node:crypto';
import { Callbacks, type Customer, createMemoryStore, MemoryBus, type Store } from '@throughline/core';
import { BindingSealer } from '@throughline/test-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AGENT, QUEUE, type TestDoor } from '../../test-support/door.js';
import { doorAndClient } from '../../test-support/platform.js';
import { GenesysCallbacks } from './genesys-callbacks.js';

const MINUTE = 60_000;
const CALLBACKS = '/api/v2/conversations/callbacks';
const SAM = { id: AGENT.id, displayName: AGENT.displayName };

let door: TestDoor;
let store: Store;
let callbacks: Callbacks;
let placing: GenesysCallbacks;
let clock: Awaited<ReturnType<typeof doorAndClient>>['time']['clock'];
let failures: unknown[];
let desk: string[];
let ava: Pick<Customer, 'id'>;

beforeEach(async () => {
  const opened = await doorAndClient();
  door = opened.door;
  clock = opened.time.clock;
  failures = [];
  desk = [];
  store = createMemoryStore(randomUUID);
  ava = { id: await store.sessions.customerId({ issuer: 'https://portal.example', externalId: 'ava' }) };
  placing = new GenesysCallbacks({
    client: opened.client,
    store: store.remoteCalls,
    clock,
    desk: {
      request: async ({ conversationId }) => {
        desk.push(conversationId);
      },
      close: async () => undefined,
    },
    onFailure: (error) => failures.push(error),
  });
  callbacks = new Callbacks(
    {
      conversations: store.conversations,
      sealer: new BindingSealer(),
      audit: store.audit,
      bus: new MemoryBus(),
      mask: (text) => ({ text, maskedTypes: [] }),
      clock,
      newId: randomUUID,
      contactCenter: placing,
    },
    store.callbacks,
  );
  placing.start(callbacks);
});
afterEach(() => door.stop());

const promise = (change: { kind?: 'call' | 'message'; queueId?: string; inMs?: number } = {}) =>
  callbacks.schedule(ava.id, {
    kind: change.kind ?? 'call',
    conversationId: null,
    queueId: change.queueId ?? QUEUE.id,
    priority: 1,
    dueAt: new Date(clock.now().getTime() + (change.inMs ?? 0)),
    timeZone: 'Europe/Berlin',
    request: {
      phone: change.kind === 'message' ? null : '+4930901820',
      displayName: 'Ava',
      tier: 'PREMIUM',
      externalId: 'ava',
      note: 'the held payment',
    },
  });

/** Time goes on, and what repeats is done. */
async function pass(ms: number): Promise<void> {
  clock.advance(ms);
  await callbacks.startDue();
  await placing.look();
}

interface Seen {
  readonly id: string;
  readonly participants: { purpose: string; endTime?: string; attributes: Record<string, string> }[];
}

/** What the door has of callbacks, as an administrator sees it. */
async function there(): Promise<readonly string[]> {
  const found = await door.call('POST', '/api/v2/analytics/conversations/details/query', {
    interval: '2026-03-01T00:00:00Z/2026-03-09T00:00:00Z',
    segmentFilters: [
      { type: 'and', predicates: [{ type: 'dimension', dimension: 'mediaType', value: 'callback' }] },
    ],
  });
  const { conversations = [] } = (await found.json()) as { conversations?: { conversationId: string }[] };
  return conversations.map(({ conversationId }) => conversationId);
}
const read = async (id: string) => (await (await door.call('GET', `${CALLBACKS}/${id}`)).json()) as Seen;
const sentToDesk = async () =>
  (await store.audit.unchained(100))
    .filter(({ action }) => action === 'callback.sent_to_desk')
    .map(({ details }) => details);
const state = async () => (await callbacks.latestCall(ava.id))?.state;

async function answer(): Promise<string> {
  await door.contactCenter.setPresence(SAM.id, true);
  await door.contactCenter.tick();
  const own = (await door.contactCenter.work(SAM.id))?.own ?? [];
  for (const offer of own) if (offer.state === 'offered') await door.contactCenter.accept(offer.id, SAM.id);
  await door.contactCenter.idle();
  return own[0]?.conversationId ?? '';
}

describe('promised calls at Genesys', () => {
  it('[CALLS-1] are placed when they are due, with whom, why and how urgent, and end with the agent', async () => {
    await promise({ inMs: 10 * MINUTE });
    await pass(9 * MINUTE);
    expect(await there()).toEqual([]);
    await pass(MINUTE);
    const [id = ''] = await there();
    const { participants } = await read(id);
    expect(participants[0]).toMatchObject({ purpose: 'customer', callbackNumbers: ['+4930901820'] });
    expect(participants[0]?.attributes).toMatchObject({ tier: 'PREMIUM', note: 'the held payment' });
    expect(await state()).toBe('due');
    const work = await answer();
    await pass(MINUTE);
    expect(await state()).toBe('calling');
    await door.contactCenter.close(work, clock.now());
    await door.door.guests.end(work, SAM);
    await pass(MINUTE);
    expect(await state()).toBe('done');
    expect(await there()).toHaveLength(1);
    const entries = await store.audit.unchained(100);
    expect(entries.map(({ action }) => action)).toEqual(['callback.scheduled', 'callback.attempted']);
    expect(failures).toEqual([]);
  });

  it('[CALLS-2] are taken back there when the customer cancels, as soon as Genesys can be reached', async () => {
    const { id: callbackId } = await promise();
    const [id = ''] = await there();
    await door.fault({ kind: 'http', status: 503, path: CALLBACKS, times: 20 });
    await callbacks.cancel(ava.id, callbackId);
    await pass(1);
    expect(failures.length).toBeGreaterThan(0);
    await door.call('DELETE', '/emulator/v1/faults');
    await pass(MINUTE);
    expect((await read(id)).participants.every(({ endTime }) => endTime !== undefined)).toBe(true);
    expect(await state()).toBe('cancelled');
    await pass(20 * MINUTE);
    expect(await there()).toHaveLength(1);
  });

  it('[CALLS-3] are made once, though the node died before it could note what Genesys had answered', async () => {
    await promise();
    const { workId = '' } = (await callbacks.latestCall(ava.id)) ?? {};
    await store.remoteCalls.forget(workId ?? '');
    await store.remoteCalls.begin(workId ?? '', clock.now(), clock.now());
    for (let minutes = 0; minutes < 12; minutes += 1) await pass(MINUTE);
    expect(await there()).toHaveLength(1);
    await answer();
    await pass(MINUTE);
    expect(await state()).toBe('calling');
  });

  it('[CALLS-3] are placed anew when the first request never arrived', async () => {
    await door.fault({ kind: 'http', status: 503, path: CALLBACKS, times: 1 });
    await promise();
    expect(await there()).toEqual([]);
    for (let minutes = 0; minutes < 7; minutes += 1) await pass(MINUTE);
    expect(await there()).toHaveLength(1);
  });

  it('[CALLS-4] go to the desk when the queue is not there, and say which; so do messages', async () => {
    await promise({ queueId: 'Nowhere' });
    expect(String(failures[0])).toMatch(/no queue Nowhere/);
    expect(await state()).toBe('due');
    await promise({ kind: 'message' });
    expect(desk).toHaveLength(2);
    expect(await there()).toEqual([]);
    expect(await sentToDesk()).toMatchObject([{ queueId: 'Nowhere', attempt: 1, reason: 'no_queue' }]);
  });

  it('[CALLS-4] go to the desk once when Genesys does not take them, and stay there', async () => {
    await door.fault({ kind: 'http', status: 403, path: CALLBACKS, times: 1 });
    const { id } = await promise();
    expect(failures).toMatchObject([{ code: 'forbidden' }]);
    for (let minutes = 0; minutes < 12; minutes += 1) await pass(MINUTE);
    expect(new Set(desk).size).toBe(1);
    expect(await sentToDesk()).toEqual([
      { callbackId: id, queueId: QUEUE.id, attempt: 1, reason: 'forbidden' },
    ]);
    expect(await there()).toEqual([]);
    await callbacks.cancel(ava.id, id);
    await pass(MINUTE);
    expect(await state()).toBe('cancelled');
    expect(await store.remoteCalls.take(clock.now(), clock.now(), 10)).toEqual([]);
  });

  it('[CALLS-5] are given up when somebody ends them there', async () => {
    await promise();
    const [id = ''] = await there();
    await door.call('PATCH', `${CALLBACKS}/${id}`, { state: 'disconnected' });
    await pass(MINUTE);
    expect(await state()).toBe('failed');
    await pass(60 * MINUTE);
    expect(await there()).toHaveLength(1);
  });
});
