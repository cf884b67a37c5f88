/** Runs of flows and callbacks (packages/core/SPEC.md), on stores in memory, with a clock of the test's own. */
import { EmbeddedContactCenter } from '@throughline/contact-center';
import {
  Callbacks,
  type Conversation,
  type Core,
  type Customer,
  createMemoryStore,
  feedFlow,
  followInteraction,
  GroupCommit,
  MemoryBus,
  openConversation,
  readRun,
  readWays,
  runDueFlows,
  type Store,
  takeWay,
} from '@throughline/core';
import { foldEvents, parseFlow } from '@throughline/flow';
import { FakeClock, fixedFlows } from '@throughline/test-kit';
import { v7 as uuidv7 } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from '../observability/logger.js';
import { createMetrics } from '../observability/metrics.js';
import { type FlowReplayParameter, replayFlow } from '../operators/replay-flow.js';
import { createShadowFlow } from './shadow-flow.js';

const FLOW = `
flow: test
facts: { tier: user.tier, crm: { type: string } }
start: who
default: message
steps:
  who:
    kind: switch
    on: tier
    cases: { ASK: ask, CLOSED: closed, AVAILABLE: staff, LOOKUP: look, HOLD: keep }
    otherwise: wait
  wait:
    kind: queue
    queue: loans
    skills: [german, loans]
    relax: [{ after: 1m, skills: [loans] }]
    limit: 2m
    choices:
      call: { then: callback, label: Call me }
      write: message
      other: second
    then: callback
  second: { kind: queue, queue: other, priority: 3, limit: 5m, then: phone }
  ask: { kind: choose, text: What is it about?, limit: 3m, choices: { loan: wait, rest: phone }, then: phone }
  closed: { kind: callback, queue: loans, within: 4h, schedule: office, text: We are closed. }
  staff: { kind: availability, queue: loans, available: wait, busy: wait, nobody: email }
  look:
    kind: lookup
    url: "https://crm.example/c/{tier}"
    results: { group: { from: group, type: string } }
    then: decide
    failed: phone
  decide: { kind: decide, when: [{ if: group == 'gold', then: second }], otherwise: message }
  keep: { kind: hold, owner: back-office, release: checked, limit: 10m, text: We check., released: wait, then: phone }
  callback: { kind: callback, queue: loans, within: 1h }
  message: { kind: leaveMessage, queue: loans }
  phone: { kind: phone, number: +49 30 1234567, digits: "1" }
  email: { kind: email, address: help@bank.example }
schedules:
  office: { timeZone: Europe/Berlin, hours: { mon-fri: 08:00-18:00 } }
`;
const PENDING_MS = 10_000;
/** A Wednesday, 21:00 in Berlin. */
const START = new Date('2026-11-25T20:00:00Z');
const AGENTS = [
  {
    id: 'sam',
    displayName: 'Sam',
    role: 'agent',
    capacity: 5,
    queueIds: ['loans', 'other'],
    skills: ['loans'],
  },
  { id: 'riley', displayName: 'Riley', role: 'agent', capacity: 5, queueIds: ['loans'], skills: [] },
] as const;

let store: Store;
let clock: FakeClock;
let core: Core;
let callbacks: Callbacks;
let contactCenter: EmbeddedContactCenter;
let lookup: unknown;

beforeEach(async () => {
  store = createMemoryStore(uuidv7);
  clock = new FakeClock(START);
  lookup = null;
  const bus = new MemoryBus();
  contactCenter = new EmbeddedContactCenter({ store: store.interactions, bus, clock, newId: uuidv7 });
  core = {
    conversations: store.conversations,
    appends: new GroupCommit(store.conversations),
    contactCenter,
    sealer: {
      seal: async (customer, binding, plain) => Buffer.from(JSON.stringify([customer, binding, plain])),
      open: async (customer, binding, sealed) => {
        const [whose, where, plain] = JSON.parse(Buffer.from(sealed).toString());
        if (whose !== customer || where !== binding) throw new Error('sealed for another');
        return plain;
      },
      derive: async () => new Uint8Array(),
    },
    bus,
    clock,
    mask: (text) => ({ text: text.replaceAll('4111', '****'), maskedTypes: [] }),
    maskMessage: ({ text }) => ({ text, maskedTypes: [], redacted: [] }),
    audit: store.audit,
    flows: fixedFlows(parseFlow(FLOW)),
    lookups: { ask: async () => (lookup === null ? null : { kind: 'lookup', body: lookup }) },
    newId: uuidv7,
  };
  callbacks = new Callbacks(core, store.callbacks);
  contactCenter.onChange(async (interaction) => {
    if (!(await callbacks.follow(interaction))) await followInteraction(core, interaction);
  });
  const queues = ['loans', 'other'].map((id) => ({ id, displayName: id }));
  await contactCenter.configure(queues, AGENTS);
});

async function open(tier: string): Promise<{ customer: Customer; conversation: Conversation }> {
  const claims = {
    issuer: 'https://bank.example',
    externalId: uuidv7(),
    displayName: 'Ava',
    tier,
    email: null,
    phone: null,
    locale: 'en',
  };
  const customer = { id: await store.sessions.customerId(claims), claims };
  const { conversation } = await openConversation(core, customer, {});
  return { customer, conversation };
}

async function pass(ms: number): Promise<void> {
  clock.advance(ms);
  await contactCenter.tick();
  await callbacks.startDue();
  await runDueFlows(core, PENDING_MS);
}

const stateOf = async ({ id }: Conversation) => (await core.conversations.get(id))?.state;
const again = async ({ id }: Conversation) => (await core.conversations.get(id)) as Conversation;
const waysOf = async (conversation: Conversation) => readWays(core, await again(conversation));
const placeOf = async ({ id }: Conversation) => store.interactions.ofConversation(id);
const PHONE = { phone: '+4930123456', at: null, timeZone: 'Europe/Berlin', note: 'card 4111' };

describe('a run of a flow', () => {
  it('[RUN-2] [RUN-7] relaxes skills, then leads on when nobody is free in time', async () => {
    const { conversation } = await open('GOLD');
    expect(await stateOf(conversation)).toBe('queued');
    expect(await waysOf(conversation)).toMatchObject({
      ways: [
        { choice: 'call', label: 'Call me', target: { kind: 'callback', queue: 'loans' } },
        { choice: 'write', target: { kind: 'message' } },
        { choice: 'other', target: null },
      ],
    });
    await pass(58_000);
    await contactCenter.setPresence('sam', true);
    await pass(1_000);
    expect(await stateOf(conversation)).toBe('queued');
    await pass(1_000);
    await pass(1_000);
    expect(await stateOf(conversation)).toBe('offered');
    expect((await placeOf(conversation))?.queuedAt).toEqual(START);

    const { conversation: unlucky } = await open('GOLD');
    await contactCenter.setPresence('sam', false);
    await pass(120_000);
    expect(await stateOf(unlucky)).toBe('fallback');
    expect((await placeOf(unlucky))?.state).toBe('closed');
    expect((await waysOf(unlucky)).ways).toMatchObject([{ choice: null, target: { kind: 'callback' } }]);
    expect((await core.conversations.decision(unlucky.id))?.reasons.join('\n')).toContain(
      'nobody of loans was free within 2m',
    );
  });

  it('[RUN-5] ends when an agent takes the conversation', async () => {
    const { conversation } = await open('GOLD');
    await pass(60_000);
    await contactCenter.setPresence('sam', true);
    await pass(1_000);
    const place = await placeOf(conversation);
    await contactCenter.accept(place?.id ?? '', 'sam');
    expect(await stateOf(conversation)).toBe('active');
    expect(await waysOf(conversation)).toEqual({ text: null, ways: [] });
    expect((await readRun(core, conversation))?.run.state.done).toBe(true);
    await pass(600_000);
    expect((await core.conversations.decision(conversation.id))?.target.kind).toBe('queue');
  });

  it('[RUN-10] [T7] begins anew, at the same place, when the agent is lost', async () => {
    const { conversation } = await open('GOLD');
    await pass(60_000);
    await contactCenter.setPresence('sam', true);
    await pass(1_000);
    await contactCenter.accept((await placeOf(conversation))?.id ?? '', 'sam');
    await pass(30_000);
    await pass(60_000);
    expect(await stateOf(conversation)).toBe('queued');
    await pass(1_000);
    expect(await placeOf(conversation)).toMatchObject({ state: 'waiting', queuedAt: START });
    expect((await waysOf(conversation)).ways).toHaveLength(3);
    await pass(120_000);
    expect(await stateOf(conversation)).toBe('fallback');
  });

  it('[RUN-1] asks who is there, and other systems; no answer is an answer', async () => {
    const { conversation } = await open('AVAILABLE');
    expect((await waysOf(conversation)).ways).toMatchObject([{ target: { kind: 'email' } }]);
    lookup = { group: 'gold' };
    expect(await placeOf((await open('LOOKUP')).conversation)).toMatchObject({
      queueId: 'other',
      priority: 3,
    });
    lookup = null;
    const { conversation: unknown } = await open('LOOKUP');
    expect((await waysOf(unknown)).ways).toMatchObject([{ target: { kind: 'phone', digits: '1' } }]);
    const { availability } = contactCenter;
    contactCenter.availability = () => {
      contactCenter.availability = availability;
      return Promise.reject(new Error('away'));
    };
    expect(await stateOf((await open('AVAILABLE')).conversation)).toBe('queued');
  });

  it('[RUN-7] [RUN-8] asks the customer and goes where they choose', async () => {
    const { customer, conversation } = await open('ASK');
    expect(await stateOf(conversation)).toBe('routing');
    expect(await waysOf(conversation)).toMatchObject({ text: 'What is it about?' });
    const take = (choice: string | null) => takeWay(core, callbacks, customer, conversation, { choice });
    await expect(take('nonsense')).rejects.toMatchObject({ code: 'not_found' });
    await expect(take(null)).rejects.toMatchObject({ code: 'not_found' });
    await take('loan');
    expect(await stateOf(conversation)).toBe('queued');
    await expect(take('loan')).rejects.toMatchObject({ code: 'not_found' });
    await takeWay(core, callbacks, customer, await again(conversation), { choice: 'other' });
    expect(await placeOf(conversation)).toMatchObject({
      queueId: 'other',
      state: 'waiting',
      queuedAt: START,
    });
  });

  it('[RUN-2] holds until the release or the limit', async () => {
    const { conversation } = await open('HOLD');
    expect(await stateOf(conversation)).toBe('held');
    const at = clock.now().toISOString();
    await feedFlow(core, await again(conversation), { kind: 'released', release: 'checked', at });
    expect(await stateOf(conversation)).toBe('queued');
    const { conversation: forgotten } = await open('HOLD');
    await pass(600_000);
    expect(await stateOf(forgotten)).toBe('fallback');
  });

  it('[RUN-3] is carried out later when the node died after it was stored', async () => {
    const { request } = contactCenter;
    contactCenter.request = () => Promise.reject(new Error('the node died here'));
    await expect(open('GOLD')).rejects.toThrow('died');
    contactCenter.request = request;
    await pass(PENDING_MS);
    const [waiting] = await store.interactions.waiting(['loans'], 10);
    expect(waiting).toBeUndefined();
    await pass(1);
    expect(await store.interactions.waiting(['loans'], 10)).toHaveLength(1);
    await pass(PENDING_MS * 2);
    expect(await store.interactions.waiting(['loans'], 10)).toHaveLength(1);
  });

  it('[RUN-4] takes one turn at a time', async () => {
    const { conversation } = await open('ASK');
    const at = clock.now().toISOString();
    const runs = await Promise.all(
      ['loan', 'rest'].map((choice) => feedFlow(core, conversation, { kind: 'choice', choice, at })),
    );
    expect(runs).not.toContain(null);
    const decision = await core.conversations.decision(conversation.id);
    expect(decision?.path).toEqual(['who', 'ask', 'wait']);
  });

  it('[RUN-6] stays on the version that it began on', async () => {
    const before = core.flows.current;
    const after = parseFlow(FLOW.replace('limit: 2m', 'limit: 4m'));
    const { conversation } = await open('GOLD');
    core = {
      ...core,
      flows: { current: after, version: async (_, v) => (v === before.version ? before : after) },
    };
    const { conversation: later } = await open('GOLD');
    await pass(120_000);
    expect([await stateOf(conversation), await stateOf(later)]).toEqual(['fallback', 'queued']);
  });

  it('[RUN-9] [T8] is replayed by its events', async () => {
    const { conversation } = await open('GOLD');
    await pass(61_000);
    await pass(61_000);
    const known = await readRun(core, conversation);
    if (!known) throw new Error('There is a run.');
    const { events, state } = known.run;
    expect(foldEvents(known.flow, events)).toEqual(state);
  });

  describe('replayed by an operator', () => {
    async function keep(source: string): Promise<string> {
      const { version } = parseFlow(source);
      await store.flows.add({ name: 'test', version, source, resources: [], addedAt: START });
      return version;
    }
    const replay = (conversationId: string, parameter: Partial<FlowReplayParameter> = {}) =>
      replayFlow(
        { ...store, sealer: core.sealer },
        { conversationId, with: {}, showFacts: false, operator: 'olga', ...parameter },
        clock.now(),
      );
    const recorded = async () =>
      (await store.audit.unchained(100)).filter(({ action }) => action === 'flow.replayed');

    it('[RUN-12] goes as recorded, and elsewhere with other facts or another version', async () => {
      await keep(FLOW);
      const longer = await keep(FLOW.replace('limit: 2m', 'limit: 9m'));
      const { conversation } = await open('GOLD');
      await pass(61_000);
      await pass(61_000);
      const same = await replay(conversation.id);
      expect(same).toMatchObject({ same: true, unanswered: [], facts: null });
      expect(same.replayed.path).toEqual(['who', 'wait', 'callback']);
      expect(await replay(conversation.id, { with: { tier: 'CLOSED' } })).toMatchObject({
        same: false,
        replayed: { path: ['who', 'closed'], target: { kind: 'callback', queueId: 'loans' } },
      });
      expect(await replay(conversation.id, { with: { tier: 'AVAILABLE' } })).toMatchObject({
        replayed: { path: ['who', 'staff', 'wait', 'callback'] },
        unanswered: ['staff'],
      });
      expect(await replay(conversation.id, { version: longer })).toMatchObject({
        same: false,
        replayed: { path: ['who', 'wait'], target: { kind: 'queue', queueId: 'loans' } },
      });
      expect((await recorded()).map(({ details }) => details)).toMatchObject([
        { with: null },
        { with: 'tier' },
        { with: 'tier' },
        { with: null, version: longer },
      ]);
    });

    it('[RUN-13] tells values of facts only to who asks, and is on the audit trail before', async () => {
      await keep(FLOW);
      const { conversation } = await open('SECRET-TIER');
      expect(JSON.stringify(await replay(conversation.id))).not.toContain('SECRET-TIER');
      const shown = await replay(conversation.id, { showFacts: true });
      expect(shown.facts).toEqual({ tier: 'SECRET-TIER', crm: null });
      expect(shown.replayed.reasons.join()).toContain('SECRET-TIER');
      const entries = await recorded();
      expect(entries).toHaveLength(2);
      expect(entries[1]).toMatchObject({
        conversationId: conversation.id,
        actorKind: 'operator',
        actorId: 'olga',
        details: { showFacts: true },
      });
      expect(JSON.stringify(entries)).not.toContain('SECRET-TIER');
      const broken = {
        ...store,
        sealer: core.sealer,
        audit: { ...store.audit, record: () => Promise.reject(new Error('away')) },
      };
      const parameter = { conversationId: conversation.id, with: {}, showFacts: true, operator: 'olga' };
      await expect(replayFlow(broken, parameter, clock.now())).rejects.toThrow('away');
    });

    it('[RUN-12] says what it does not know', async () => {
      const { conversation } = await open('GOLD');
      await expect(replay(conversation.id)).rejects.toThrow('no run that can be replayed');
      await keep(FLOW);
      await expect(replay(uuidv7())).rejects.toThrow('There is no conversation');
      await expect(replay(conversation.id, { version: 'v0' })).rejects.toThrow('There is no version v0');
      await expect(replay(conversation.id, { with: { teir: 'X' } })).rejects.toThrow('It has: tier, crm');
    });
  });

  it('[RUN-14] runs a shadow flow on the same facts, without effect, and tells where it would lead', async () => {
    const metrics = createMetrics();
    const logger = createLogger('silent');
    const source = FLOW.replace('otherwise: wait\n', 'otherwise: recent\n').replace(
      'steps:\n',
      'steps:\n  recent: { kind: continuity, recentWithin: 5m, live: phone, recent: second, none: closed }\n',
    );
    const world = { queues: ['loans', 'other'], skills: ['loans', 'german'], hosts: ['crm.example'] };
    const shadow = createShadowFlow({ source }, world, { audit: store.audit, metrics, logger });
    core = { ...core, shadow };
    const outcomes = async () =>
      (await store.audit.unchained(100))
        .filter(({ action }) => action === 'flow.compared')
        .map(({ conversationId, details }) => ({ conversationId, details }));
    const { conversation: same } = await open('HOLD');
    const { conversation: moved } = await open('SECRET-TIER');
    await expect.poll(outcomes).toHaveLength(2);
    expect(await outcomes()).toEqual(
      expect.arrayContaining([
        {
          conversationId: same.id,
          details: { flow: 'shadow', version: shadow.flow.version, from: 'hold', to: 'hold', same: true },
        },
        {
          conversationId: moved.id,
          details: expect.objectContaining({ from: 'queue loans', to: 'callback loans', same: false }),
        },
      ]),
    );
    expect(await stateOf(moved)).toBe('queued');
    expect((await core.conversations.decision(moved.id))?.path).toEqual(['who', 'wait']);
    const text = await metrics.registry.getSingleMetricAsString('throughline_shadow_flow_total');
    expect(text).toContain('{outcome="same"} 1');
    expect(text).toContain('{outcome="queue to callback"} 1');
  });

  it('[RUN-14] opens conversations also when the shadow flow fails or nobody takes its outcome', async () => {
    const failures: unknown[] = [];
    const flow = parseFlow(FLOW);
    const compared = () => Promise.reject(new Error('away'));
    core = { ...core, shadow: { flow, compared, failed: (error) => failures.push(error) } };
    expect(await stateOf((await open('GOLD')).conversation)).toBe('queued');
    await expect.poll(() => failures).toHaveLength(1);
    expect(() =>
      createShadowFlow(
        { source: FLOW },
        { queues: ['x'] },
        { audit: store.audit, metrics: createMetrics(), logger: createLogger('silent') },
      ),
    ).toThrow('loans');
  });

  it('[RUN-7] offers a callback and a message beside conditions and queue names', async () => {
    core = { ...core, flows: fixedFlows(parseFlow({ logic: [{ condition: 'default', target: 'loans' }] })) };
    callbacks = new Callbacks(core, store.callbacks);
    const { customer, conversation } = await open('GOLD');
    expect((await waysOf(conversation)).ways).toMatchObject([{ choice: 'callback' }, { choice: 'message' }]);
    await takeWay(core, callbacks, customer, conversation, { choice: 'callback', callback: PHONE });
    expect(await stateOf(conversation)).toBe('ended');
    expect((await placeOf(conversation))?.state).toBe('closed');
  });
});

describe('a callback', () => {
  const callOf = ({ id }: Customer) => callbacks.latestCall(id);

  async function promised(tier = 'GOLD') {
    const { customer, conversation } = await open(tier);
    const choice = tier === 'GOLD' ? 'call' : null;
    await takeWay(core, callbacks, customer, await again(conversation), { choice, callback: PHONE });
    return { customer, conversation };
  }

  /** The agent takes the call that is due. */
  async function taken(customer: Customer, agentId = 'sam') {
    await contactCenter.setPresence(agentId, true);
    await pass(1_000);
    const workId = (await callOf(customer))?.workId ?? '';
    const work = await store.interactions.ofConversation(workId);
    await contactCenter.accept(work?.id ?? '', agentId);
    return workId;
  }

  it('[CALL-1] is kept before its conversation ends', async () => {
    const { customer, conversation } = await open('GOLD');
    const way = { choice: 'call' };
    await expect(takeWay(core, callbacks, customer, conversation, way)).rejects.toMatchObject({
      code: 'bad_request',
    });
    expect((await placeOf(conversation))?.state).toBe('waiting');
    await takeWay(core, callbacks, customer, conversation, { ...way, callback: PHONE });
    expect(await stateOf(conversation)).toBe('ended');
    expect((await placeOf(conversation))?.state).toBe('closed');
    expect(await callOf(customer)).toMatchObject({ state: 'due', conversationId: conversation.id });
  });

  it('[CALL-2] [CALL-7] is offered at its time, with number, note and attempt', async () => {
    const { customer } = await promised('CLOSED');
    expect(await callOf(customer)).toMatchObject({
      state: 'scheduled',
      dueAt: new Date('2026-11-26T07:00:00Z'),
    });
    await contactCenter.setPresence('sam', true);
    await pass(10 * 3_600_000);
    expect((await callOf(customer))?.state).toBe('scheduled');
    await pass(3_600_000);
    const workId = await taken(customer);
    expect(await callbacks.card(workId)).toMatchObject({
      context: [{ customer: { displayName: 'Ava' } }],
      callback: { phone: PHONE.phone, note: 'card ****', timeZone: 'Europe/Berlin', attempt: 1 },
    });
    expect(await callbacks.get(workId)).toMatchObject({ state: 'active', agentId: 'sam' });
    await callbacks.finish(workId, 'sam', 'reached');
    expect((await callOf(customer))?.state).toBe('done');
    expect(await store.interactions.ofAgent('sam')).toEqual([]);
  });

  it('[CALL-3] [CALL-8] comes again when nobody was reached, three times, with the notes', async () => {
    const { customer } = await promised();
    for (const attempt of [1, 2, 3]) {
      const workId = await taken(customer);
      expect(await callbacks.card(workId)).toMatchObject({ callback: { attempt } });
      const agent = { id: 'sam', displayName: 'Sam' };
      await callbacks.send({ conversationId: workId, id: `note-${attempt}`, agent, text: `try ${attempt}` });
      expect((await callbacks.read(workId, 0, 10)).map(({ body }) => body.text)).toHaveLength(attempt);
      const intruder = { ...agent, id: 'riley' };
      const foreign = { conversationId: workId, id: 'x', agent: intruder, text: 'no' };
      await expect(callbacks.send(foreign)).rejects.toMatchObject({ code: 'not_found' });
      await expect(callbacks.finish(workId, 'riley', 'reached')).rejects.toMatchObject({ code: 'not_found' });
      await callbacks.finish(workId, 'sam', 'not_reached');
      expect(await callOf(customer)).toMatchObject({
        state: attempt === 3 ? 'failed' : 'scheduled',
        attempts: attempt,
      });
      await pass(14 * 60_000);
      expect((await callOf(customer))?.workId).toBeNull();
      await pass(60_000);
    }
  });

  it('[CALL-4] is taken back by its customer until an agent has it', async () => {
    const { customer } = await promised();
    const { id = '', workId } = (await callOf(customer)) ?? {};
    await expect(callbacks.cancel(uuidv7(), id)).rejects.toMatchObject({ code: 'not_found' });
    await callbacks.cancel(customer.id, id);
    expect((await callOf(customer))?.state).toBe('cancelled');
    expect((await store.interactions.ofConversation(workId ?? ''))?.state).toBe('closed');
    const second = await promised();
    await taken(second.customer);
    const call = await callOf(second.customer);
    const cancelled = callbacks.cancel(second.customer.id, call?.id ?? '');
    await expect(cancelled).rejects.toMatchObject({ code: 'not_found' });
  });

  it('[CALL-5] goes back to the queue when its agent is gone, and is searched for again after a crash', async () => {
    const { customer } = await promised();
    await taken(customer);
    await pass(30_000);
    await pass(60_000);
    expect(await callOf(customer)).toMatchObject({ state: 'due', agentId: null });

    const { request } = contactCenter;
    contactCenter.request = () => Promise.reject(new Error('the node died here'));
    await expect(promised('CLOSED')).resolves.toBeDefined();
    clock.advance(12 * 3_600_000);
    await expect(callbacks.startDue()).rejects.toThrow('died');
    contactCenter.request = request;
    await pass(PENDING_MS + 1);
    expect(await store.interactions.waiting(['loans'], 10)).toHaveLength(2);
  });

  it('[CALL-6] lies within the hours and the next 14 days', async () => {
    const { customer, conversation } = await open('CLOSED');
    const take = async (at: string) =>
      takeWay(core, callbacks, customer, await again(conversation), {
        choice: null,
        callback: { ...PHONE, at: new Date(at) },
      });
    await expect(take('2026-11-25T21:00:00Z')).rejects.toMatchObject({ code: 'bad_request' });
    await expect(take('2026-12-10T09:00:00Z')).rejects.toMatchObject({ code: 'bad_request' });
    await take('2026-11-27T09:00:00Z');
    expect(await callOf(customer)).toMatchObject({ dueAt: new Date('2026-11-27T09:00:00Z') });
  });

  it('[CALL-7] a message is work at once', async () => {
    const { customer, conversation } = await open('GOLD');
    const message = 'My card 4111 does not work.';
    await takeWay(core, callbacks, customer, conversation, { choice: 'write', message });
    expect(await stateOf(conversation)).toBe('ended');
    const [work] = await store.interactions.waiting(['loans'], 10);
    expect(await callbacks.card(work?.conversationId ?? '')).toMatchObject({
      callback: { phone: null, note: 'My card **** does not work.' },
    });
  });

  it('[CALL-7] a later conversation’s message is kept while the first one still waits', async () => {
    const { customer, conversation } = await open('GOLD');
    const way = { choice: 'write', message: 'Please call.' };
    await takeWay(core, callbacks, customer, conversation, way);
    const { conversation: again } = await openConversation(core, customer, {});
    await takeWay(core, callbacks, customer, again, { ...way, message: 'It works now.' });
    const works = await store.interactions.waiting(['loans'], 10);
    const cards = await Promise.all(works.map((work) => callbacks.card(work.conversationId)));
    expect(cards.map((card) => card?.callback?.note)).toEqual(['Please call.', 'It works now.']);
  });
});
