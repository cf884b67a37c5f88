/** The rules of packages/core/SPEC.md, over the embedded store and the embedded contact center, with a clock of the test's own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedContactCenter } from '@throughline/contact-center';
import {
  type Core,
  type Customer,
  commitMessage,
  endConversation,
  followInteraction,
  GroupCommit,
  MemoryBus,
  openConversation,
  openEntry,
  prepareMessage,
  readCustomerCard,
  runDueFlows,
  type StoredEntry,
  sweep,
} from '@throughline/core';
import { parseFlow } from '@throughline/flow';
import { openEmbeddedStore, type Store } from '@throughline/store-postgres';
import { FakeClock, fixedFlows } from '@throughline/test-kit';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { toWireCard } from './realtime/to-wire.js';
import { EnvelopeSealer } from './sealing/envelope-sealer.js';
import { openKeyFile } from './sealing/key-file.js';

const FLOW = parseFlow(
  {
    input: { type: 'webchat', variables: { customerTier: '${user.tier}' } },
    logic: [
      { condition: "${customerTier} == 'PREMIUM'", target: 'premium' },
      { condition: 'default', target: 'standard' },
    ],
  },
  { name: 'test' },
);
const PENDING_MS = 10_000;
const LIMITS = { absentMs: 30 * 60_000 };

let folder: string;
let store: Store;
let clock: FakeClock;
let core: Core;
let contactCenter: EmbeddedContactCenter;
let customer: Customer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'throughline-core-'));
  store = await openEmbeddedStore({ dataDir: join(folder, 'database') });
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

beforeEach(async () => {
  clock = new FakeClock(new Date());
  const bus = new MemoryBus();
  const keyEncryptionKey = await openKeyFile(join(folder, 'key'));
  contactCenter = new EmbeddedContactCenter({ store: store.interactions, bus, clock, newId: uuidv7 });
  core = {
    conversations: store.conversations,
    appends: new GroupCommit(store.conversations),
    contactCenter,
    sealer: new EnvelopeSealer({ keys: store.keys, keyEncryptionKey, bus, clock }),
    bus,
    clock,
    mask: (text) => ({ text, maskedTypes: [] }),
    maskMessage: ({ text }) => ({ text, maskedTypes: [], redacted: [] }),
    audit: store.audit,
    flows: fixedFlows(FLOW),
    newId: uuidv7,
  };
  contactCenter.onChange((interaction) => followInteraction(core, interaction));
  await contactCenter.configure(
    [
      { id: 'premium', displayName: 'Premium' },
      { id: 'standard', displayName: 'Standard' },
    ],
    [{ id: 'sam', displayName: 'Sam', role: 'agent', capacity: 2, queueIds: ['premium', 'standard'] }],
  );
  await contactCenter.setPresence('sam', false);
  await clearQueues();
  customer = await aCustomer('PREMIUM');
});

/** What earlier tests left waiting or assigned would be served before this test's customer. */
async function clearQueues(): Promise<void> {
  const { interactions } = store;
  const left = [
    ...(await interactions.waiting(['premium', 'standard'], 1_000)),
    ...(await interactions.ofAgent('sam')),
  ];
  for (const { conversationId } of left) await interactions.close(conversationId, clock.now());
}

async function aCustomer(tier: string): Promise<Customer> {
  const claims = {
    issuer: 'https://meridian.example',
    externalId: uuidv7(),
    displayName: 'Ava',
    tier,
    email: null,
    phone: null,
    locale: 'en',
  };
  return { id: await store.sessions.customerId(claims), claims };
}

async function sendAs(conversationId: string, text: string, id: string = uuidv7(), from = customer) {
  const message = await prepareMessage(core, {
    conversationId,
    customerId: customer.id,
    id,
    sender: { role: 'customer', id: from.id, displayName: 'Ava' },
    text,
  });
  return commitMessage(core, customer.id, message);
}

/** As a node does every half second. */
async function chain(): Promise<void> {
  const [head, entries] = [await store.audit.head(), await store.audit.unchained(10_000)];
  const links = entries.map(({ id }, index) => ({ id, seq: head.seq + index + 1, hash: '0'.repeat(64) }));
  await store.audit.link(head, links);
}

async function transcript(conversationId: string): Promise<string[]> {
  const stored = await core.conversations.read(conversationId, 0, 1_000);
  const entries = await Promise.all(stored.map((entry) => openEntry(core.sealer, customer.id, entry)));
  return entries.map(({ seq, kind, body }) => `${seq} ${kind === 'message' ? body.text : kind}`);
}

async function assignToSam(conversationId: string): Promise<void> {
  await contactCenter.setPresence('sam', true);
  const interaction = await store.interactions.ofConversation(conversationId);
  await contactCenter.accept(interaction?.id ?? '', 'sam');
}

const stateOf = async (id: string) => (await core.conversations.get(id))?.state;

describe('opening', () => {
  it('[CONV-21] [CONV-22] continues a conversation that has ended a moment ago, and only then', async () => {
    const first = await openConversation(core, customer, {});
    await assignToSam(first.conversation.id);
    const live = await core.conversations.get(first.conversation.id);
    if (!live) throw new Error('The conversation is gone.');
    await endConversation(core, live, { kind: 'agent', id: 'sam' }, 'Sam', 'agent');

    clock.advance(4 * 60_000);
    const second = await openConversation(core, customer, {});
    expect(second).toMatchObject({
      joined: false,
      conversation: { previousConversationId: first.conversation.id },
    });
    expect(await core.conversations.lastAgent(first.conversation.id)).toBe('sam');

    await endConversation(
      core,
      second.conversation,
      { kind: 'customer', id: customer.id },
      'Ava',
      'customer',
    );
    clock.advance(5 * 60_000);
    const third = await openConversation(core, customer, {});
    expect(third.conversation.previousConversationId).toBeNull();
    expect((await readCustomerCard(core, third.conversation)).previous?.id).toBe(second.conversation.id);
  });

  it('[WRAPUP-2] tells the next agent how one of a contact center elsewhere summed the last conversation up', async () => {
    const { conversation: first } = await openConversation(core, customer, {});
    await endConversation(core, first, { kind: 'customer', id: customer.id }, 'Ava', 'customer');
    const { conversation: second } = await openConversation(core, customer, {});
    const previous = async () =>
      toWireCard(await readCustomerCard(core, second), second).previousConversation;
    for (const wrapUp of ['Open', 'Resolved']) {
      await core.audit.record({
        at: clock.now(),
        action: 'conversation.wrapped_up',
        actor: { kind: 'system', id: 'contact-center' },
        conversationId: first.id,
        details: { remoteId: 'g-1', wrapUp, agent: 'Kim' },
      });
    }
    expect(await previous()).toEqual(expect.not.objectContaining({ wrapUp: expect.anything() }));
    await chain();
    expect(await previous()).toMatchObject({ id: first.id, wrapUp: { wrapUp: 'Resolved', agent: 'Kim' } });
  });

  it('[CONV-2] joins the live conversation and adds what is new in the context', async () => {
    const first = await openConversation(core, customer, { intent: 'order-stuck' });
    const again = await openConversation(core, customer, { intent: 'order-stuck' });
    const other = await openConversation(core, customer, { page: { url: '/accounts/1', title: 'Account' } });
    expect([first.joined, again.joined, other.joined]).toEqual([false, true, true]);
    expect(again.conversation.id).toBe(first.conversation.id);
    expect(await core.conversations.context(first.conversation.id)).toHaveLength(2);
  });

  it('[CONV-1] [T1] makes one conversation of many simultaneous calls', async () => {
    const opened = await Promise.all(Array.from({ length: 20 }, () => openConversation(core, customer, {})));
    expect(new Set(opened.map(({ conversation }) => conversation.id)).size).toBe(1);
    expect(opened.filter(({ joined }) => !joined)).toHaveLength(1);
  });

  it('[CONV-3] [T8] routes by tier and stores why', async () => {
    const standard = await aCustomer('STANDARD');
    const premium = await openConversation(core, customer, {});
    const other = await openConversation(core, standard, {});
    const decision = await core.conversations.decision(premium.conversation.id);
    expect(decision).toMatchObject({ flowName: 'test', target: { kind: 'queue', queueId: 'premium' } });
    expect(decision?.flowVersion).not.toBe('');
    expect(decision?.reasons.join(' ')).toContain('PREMIUM');
    expect((await core.conversations.decision(other.conversation.id))?.target.queueId).toBe('standard');
    expect((await store.interactions.ofConversation(other.conversation.id))?.queueId).toBe('standard');
  });

  it('[CONV-4] is finished later when the node died before the hand-over', async () => {
    const request = contactCenter.request.bind(contactCenter);
    contactCenter.request = () => Promise.reject(new Error('the node died here'));
    await expect(openConversation(core, customer, {})).rejects.toThrow('died');
    contactCenter.request = request;
    const stuck = await core.conversations.findLive(customer.id);
    expect(stuck?.state).toBe('routing');
    clock.advance(PENDING_MS + 1);
    await runDueFlows(core, PENDING_MS);
    expect(await stateOf(stuck?.id ?? '')).toBe('queued');
  });

  it('[CONV-5] [T6] opens nothing when masking fails', async () => {
    const failing: Core = {
      ...core,
      mask: () => {
        throw new Error('canary');
      },
    };
    await expect(openConversation(failing, customer, { intent: 'x' })).rejects.toMatchObject({
      code: 'masking_failed',
    });
    expect(await core.conversations.findLive(customer.id)).toBeNull();
  });
});

describe('entries', () => {
  it('[CONV-6] [CONV-8] are numbered without gaps, also when ids are repeated', async () => {
    const { conversation } = await openConversation(core, customer, {});
    const ids = Array.from({ length: 40 }, (_, index) => `m${index % 25}`);
    const results = await Promise.all(ids.map((id) => sendAs(conversation.id, `text of ${id}`, id)));
    expect(new Set(results.map(({ seq }) => seq)).size).toBe(25);
    const lines = await transcript(conversation.id);
    expect(lines).toHaveLength(25);
    expect(lines.map((line) => Number(line.split(' ')[0]))).toEqual(
      Array.from({ length: 25 }, (_, index) => index + 1),
    );
    expect(results[30]).toEqual(results[5]);
  });

  it('[CONV-40] are redacted in the commit of the one that completes a value', async () => {
    const { conversation } = await openConversation(core, customer, {});
    await sendAs(conversation.id, 'half', 'm1');
    core = {
      ...core,
      maskMessage: () => ({
        text: 'hidden',
        maskedTypes: ['X'],
        redacted: [{ id: 'm1', text: 'redacted', maskedTypes: ['X'] }],
      }),
    };
    await sendAs(conversation.id, 'other half', 'm2');
    await sendAs(conversation.id, 'other half', 'm2');
    expect(await transcript(conversation.id)).toEqual(['1 redacted', '2 hidden', '3 redacted']);
    expect(await sendAs(conversation.id, 'half', 'm1')).toMatchObject({ seq: 1, body: { text: 'redacted' } });
  });

  it('[CONV-11] [T10] are refused from anyone without a part in the conversation', async () => {
    const { conversation } = await openConversation(core, customer, {});
    const stranger = await aCustomer('STANDARD');
    await expect(sendAs(conversation.id, 'x', 'm1', stranger)).rejects.toMatchObject({ code: 'not_found' });
    const message = await prepareMessage(core, {
      conversationId: conversation.id,
      customerId: customer.id,
      id: 'm2',
      sender: { role: 'agent', id: 'sam', displayName: 'Sam' },
      text: 'not assigned to me',
    });
    await expect(commitMessage(core, customer.id, message)).rejects.toMatchObject({ code: 'not_found' });
    expect(await transcript(conversation.id)).toEqual([]);
  });

  it('[CONV-12] are refused after the end', async () => {
    const { conversation } = await openConversation(core, customer, {});
    await endConversation(core, conversation, { kind: 'customer', id: customer.id }, 'Ava', 'customer');
    await expect(sendAs(conversation.id, 'too late')).rejects.toMatchObject({ code: 'conversation_ended' });
  });

  it('[CONV-13] [T6] are withheld when masking fails, and nothing of the failure is passed on', async () => {
    const { conversation } = await openConversation(core, customer, {});
    const failing: Core = {
      ...core,
      maskMessage: ({ text }) => {
        throw new Error(`failed on ${text}`);
      },
    };
    const outgoing = {
      conversationId: conversation.id,
      customerId: customer.id,
      id: 'm1',
      sender: { role: 'customer', id: customer.id, displayName: 'Ava' },
      text: 'canary-77',
    } as const;
    const error: unknown = await prepareMessage(failing, outgoing).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'masking_failed' });
    expect(String(error) + String((error as Error).cause)).not.toContain('canary-77');
  });
});

describe('following the contact center', () => {
  it('[CONV-16] [CONV-17] shows one joined per assignment, and nothing for offers', async () => {
    const { conversation } = await openConversation(core, customer, {});
    await contactCenter.setPresence('sam', true);
    expect(await stateOf(conversation.id)).toBe('offered');
    const interaction = await store.interactions.ofConversation(conversation.id);
    await contactCenter.decline(interaction?.id ?? '', 'sam');
    expect(await stateOf(conversation.id)).toBe('queued');
    clock.advance(20_000);
    await contactCenter.keepAlive(['sam']);
    await contactCenter.tick();
    expect(await stateOf(conversation.id)).toBe('offered');
    await contactCenter.accept(interaction?.id ?? '', 'sam');
    expect(await transcript(conversation.id)).toEqual(['1 joined']);
  });

  it('[CONV-15] leads to the same conversation when a version is followed twice', async () => {
    const { conversation } = await openConversation(core, customer, {});
    await assignToSam(conversation.id);
    const interaction = await store.interactions.ofConversation(conversation.id);
    if (!interaction) throw new Error('no interaction');
    await followInteraction(core, interaction);
    await followInteraction(core, interaction);
    expect(await transcript(conversation.id)).toEqual(['1 joined']);
  });

  it('[CONV-25] stays as it is when a version is followed after a newer one', async () => {
    const { conversation } = await openConversation(core, customer, {});
    await contactCenter.setPresence('sam', true);
    const offered = await store.interactions.ofConversation(conversation.id);
    await contactCenter.accept(offered?.id ?? '', 'sam');
    // A node that claimed the offer, was stopped, and goes on only now.
    if (offered) await followInteraction(core, offered);
    expect(await stateOf(conversation.id)).toBe('active');
    expect(await transcript(conversation.id)).toEqual(['1 joined']);
  });

  it('[CONV-15] catches up with the latest version when all in between were missed', async () => {
    contactCenter.onChange(() => Promise.reject(new Error('the node died here')));
    await expect(openConversation(core, customer, {})).rejects.toThrow('died');
    const live = await core.conversations.findLive(customer.id);
    const interaction = await store.interactions.ofConversation(live?.id ?? '');
    await expect(contactCenter.setPresence('sam', true)).rejects.toThrow('died');
    await expect(contactCenter.accept(interaction?.id ?? '', 'sam')).rejects.toThrow('died');
    expect(await stateOf(live?.id ?? '')).toBe('routing');
    contactCenter.onChange((changed) => followInteraction(core, changed));
    await contactCenter.tick();
    expect(await stateOf(live?.id ?? '')).toBe('active');
    expect(await transcript(live?.id ?? '')).toEqual(['1 joined']);
  });

  it('[CONV-16] [T7] returns the conversation to its queue when the agent is gone for too long', async () => {
    const { conversation } = await openConversation(core, customer, {});
    await assignToSam(conversation.id);
    clock.advance(50_000);
    await contactCenter.tick();
    expect(await stateOf(conversation.id)).toBe('active');
    clock.advance(60_000);
    await contactCenter.tick();
    expect(await stateOf(conversation.id)).toBe('queued');
    expect(await transcript(conversation.id)).toEqual(['1 joined', '2 left']);
  });
});

describe('ending', () => {
  it('[CONV-18] adds one last entry and frees the agent, however often it is asked for', async () => {
    const { conversation } = await openConversation(core, customer, {});
    await assignToSam(conversation.id);
    const end = () => endConversation(core, conversation, { kind: 'agent', id: 'sam' }, 'Sam', 'agent');
    await Promise.all([end(), end(), end()]);
    expect(await transcript(conversation.id)).toEqual(['1 joined', '2 ended']);
    expect(await store.interactions.ofAgent('sam')).toEqual([]);
  });

  it('[CONV-19] is told to the contact center later when the node died in between', async () => {
    const { conversation } = await openConversation(core, customer, {});
    const close = contactCenter.close.bind(contactCenter);
    contactCenter.close = () => Promise.reject(new Error('the node died here'));
    const actor = { kind: 'customer', id: customer.id } as const;
    await expect(endConversation(core, conversation, actor, 'Ava', 'customer')).rejects.toThrow('died');
    contactCenter.close = close;
    expect((await store.interactions.ofConversation(conversation.id))?.state).toBe('waiting');
    await sweep(core, LIMITS);
    expect((await store.interactions.ofConversation(conversation.id))?.state).toBe('closed');
  });

  it('[CONV-20] [T7] comes by itself when the customer is absent for longer than the limit', async () => {
    const { conversation } = await openConversation(core, customer, {});
    await core.conversations.markPresent([customer.id], clock.now());
    clock.advance(LIMITS.absentMs - 1_000);
    await sweep(core, LIMITS);
    expect(await stateOf(conversation.id)).toBe('queued');
    clock.advance(2_000);
    await sweep(core, LIMITS);
    expect(await stateOf(conversation.id)).toBe('ended');
    const [end] = await core.conversations.read(conversation.id, 0, 1);
    const { body } = await openEntry(core.sealer, customer.id, end as StoredEntry);
    expect(body.reason).toBe('customer_absent');
  });
});
