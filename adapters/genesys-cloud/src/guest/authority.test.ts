import {
  changeContext,
  openConversation,
  readCustomerCard,
  readRoutingFacts,
  recordRouting,
  withholdContext,
} from '@throughline/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../test-support/eventually.js';
import { RelayDoor } from '../../test-support/relay-door.js';
import { RelayGateway } from '../../test-support/relay-gateway.js';

let door: RelayDoor;
let gateway: RelayGateway;

beforeEach(async () => {
  door = await RelayDoor.start();
});
afterEach(async () => {
  await gateway.stop();
  await door.stop();
});

async function talk() {
  const conversation = await gateway.open();
  await gateway.send(conversation, 'Hello');
  const [there = ''] = await eventually(
    () => door.accept(),
    (ids) => ids.length > 0,
  );
  return { conversation, there };
}

describe('who decides the queue', () => {
  it('[CONTEXT-1] [ROUTING-1] is the gateway: its decision rides the first message as attributes', async () => {
    gateway = new RelayGateway({ endpoint: door.endpoint });
    const { conversation, there } = await talk();
    expect(await door.attributes(there)).toMatchObject({
      throughlineConversationId: conversation.id,
      throughlineQueue: 'service',
    });
    expect(await gateway.contactCenter.routingOf(conversation.id)).toMatchObject({ queueId: 'service' });
  });

  it('[ROUTING-2] [ELSEWHERE-3] is Architect: no queue is wished for, and what it tells stays the decision over bot → agent → bot → agent', async () => {
    gateway = new RelayGateway({ endpoint: door.endpoint, authority: 'architect' });
    const { conversation, there } = await talk();
    const attributes = await door.attributes(there);
    expect(attributes).toMatchObject({ throughlineConversationId: conversation.id });
    expect(Object.keys(attributes)).not.toContain('throughlineQueue');
    expect(await gateway.contactCenter.routingOf(conversation.id)).toBeNull();

    const { core } = gateway;
    const actor = { kind: 'system', id: 'server:genesys' } as const;
    const tell = (taker: 'agent' | 'bot', queue: string | null) =>
      recordRouting(core, conversation.id, { remoteId: there, taker, queue, skills: [] }, actor);
    const turns = [
      ['bot', 'I am a program'],
      ['agent', 'I am a person'],
      ['bot', 'Rate us'],
      ['agent', 'I am back'],
    ] as const;
    for (const [taker, text] of turns) {
      const queue = taker === 'agent' ? 'Cards' : null;
      await tell(taker, queue);
      if (taker === 'agent') await door.say(there, text);
      else await door.push(there, { text, originatingEntity: 'Bot', nickname: 'Meri' });
      const { state } = await eventually(
        () => gateway.get(conversation),
        (seen) => seen.state === (taker === 'agent' ? 'active' : 'bot'),
      );
      expect(state).toBe(taker === 'agent' ? 'active' : 'bot');
      const { routingReasons } = await readCustomerCard(core, await gateway.get(conversation));
      expect(routingReasons.at(-1)).toMatch(taker === 'agent' ? /queue Cards, agents/ : /a program answers/);
      const decision = await core.conversations.decision(conversation.id);
      expect(decision?.target).toEqual({ kind: 'queue', ...(queue ? { queueId: queue } : {}) });
    }
    const said = await eventually(
      () => gateway.transcript(conversation),
      (lines) => lines.at(-1) === 'agent: I am back',
    );
    expect(said.filter((line) => /^(customer|agent): /.test(line))).toEqual([
      'customer: Hello',
      ...turns.map(([, text]) => `agent: ${text}`),
    ]);
    expect(await gateway.contactCenter.places()).toEqual(new Map());
  });

  it('[ROUTING-1] [ELSEWHERE-2] is not taken over by an outcome where the gateway decides', async () => {
    gateway = new RelayGateway({ endpoint: door.endpoint });
    const { conversation, there } = await talk();
    const told = { remoteId: there, taker: 'agent', queue: 'Cards', skills: [] } as const;
    const telling = recordRouting(gateway.core, conversation.id, told, { kind: 'system', id: 'x' });
    await expect(telling).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('what changes', () => {
  it('[CONTEXT-3] goes with the next message, without what the customer took back', async () => {
    gateway = new RelayGateway({ endpoint: door.endpoint });
    const { core } = gateway;
    const customer = await gateway.customer();
    const conversation = await gateway.openFor(customer, 'help');
    const field = { class: 'public', optional: true } as const;
    const contextFields = ['plan', 'branch'].map((name) => ({ ...field, name, label: name }));
    const portal = { ...core, contextFields };
    const said = { plan: 'gold', branch: 'Berlin' };
    await changeContext(portal, customer.id, conversation.id, said, { kind: 'system', id: 'portal' });
    await withholdContext(portal, customer.id, conversation, { kind: 'intent', name: 'help' });
    await withholdContext(portal, customer.id, conversation, { kind: 'field', name: 'plan' });
    await gateway.send(conversation, 'Hello');
    const [there = ''] = await eventually(
      () => door.accept(),
      (ids) => ids.length > 0,
    );
    expect(await door.attributes(there)).toMatchObject({
      customerTier: 'PREMIUM',
      context_branch: 'Berlin',
    });
    expect(Object.keys(await door.attributes(there))).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(intent|context_plan)$/)]),
    );
    expect(await readRoutingFacts(core, conversation.id)).toMatchObject({
      intent: null,
      fields: { branch: 'Berlin' },
    });
    expect((await readRoutingFacts(core, conversation.id)).fields).not.toHaveProperty('plan');

    await openConversation(core, customer, { intent: 'a card' });
    await gateway.send(conversation, 'It is about a card');
    await eventually(
      () => door.transcript(there),
      (lines) => lines.length === 2,
    );
    expect(await door.attributes(there)).toMatchObject({ intent: 'a card' });
  });
});

describe('a customer who comes back', () => {
  // Genesys: the guest is put into the same conversation within the threading window, or gets a new one.
  // Ours: a conversation that ended less than 5 minutes ago is continued.
  it.each([
    { there: 'rejoined', ago: 'under 5 minutes', continueMs: 300_000 },
    { there: 'new', ago: 'under 5 minutes', continueMs: 300_000 },
    { there: 'rejoined', ago: 'longer', continueMs: 0 },
    { there: 'new', ago: 'longer', continueMs: 0 },
  ])('[ROUTING-4] $there at Genesys, ended $ago ago', async ({ there, continueMs }) => {
    gateway = new RelayGateway({ endpoint: door.endpoint, authority: 'architect', continueMs });
    const { core } = gateway;
    const actor = { kind: 'system', id: 'server:genesys' } as const;
    const customer = await gateway.customer();
    const first = await gateway.openFor(customer);
    const outcome = { taker: 'agent', queue: 'Cards', skills: [] } as const;
    await recordRouting(core, first.id, { ...outcome, remoteId: 'remote-1' }, actor);
    await gateway.end(first);

    const second = await gateway.openFor(customer);
    const facts = await readRoutingFacts(core, second.id);
    const isContinued = continueMs > 0;
    expect(facts.previous).toMatchObject({
      conversationId: first.id,
      remoteId: 'remote-1',
      continued: isContinued,
    });
    expect(second.previousConversationId).toBe(isContinued ? first.id : null);
    const remoteId = there === 'rejoined' ? 'remote-1' : 'remote-2';
    await recordRouting(core, second.id, { ...outcome, remoteId }, actor);
    const { reasons = [] } = (await core.conversations.decision(second.id)) ?? {};
    expect(reasons.at(-1)?.includes('where the last conversation was')).toBe(there === 'rejoined');
    expect((await readCustomerCard(core, second)).previous?.id).toBe(first.id);
  });
});
