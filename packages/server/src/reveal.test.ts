import { randomBytes } from 'node:crypto';
import {
  type Core,
  commitMessage,
  createMemoryStore,
  GroupCommit,
  MemoryBus,
  openEntry,
  prepareMessage,
  type RevealRequest,
  redactValue,
  revealValue,
  type Store,
} from '@throughline/core';
import { mayReveal, parsePolicy } from '@throughline/masking';
import { aContextItem, aDecision, anAuditEntry, FakeClock } from '@throughline/test-kit';
import { v7 as uuidv7 } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { keptPolicy } from './masking/kept-policy.js';
import { MessageWindows } from './masking/message-windows.js';
import { EnvelopeSealer } from './sealing/envelope-sealer.js';
import { KeyRing } from './sealing/key-ring.js';
import { localKey } from './sealing/local-key.js';

const PHONE = '+1 415 555 2671';
const REASON = 'Contact the customer';
const DAY_MS = 86_400_000;
const SAM = { id: 'sam', role: 'agent' };
const REVEALS = {
  keepMs: 7 * DAY_MS,
  roles: ['agent'],
  reasons: [REASON],
  mayReveal: (type: string) => allowed.has(type),
};
const policy = parsePolicy({ preset: 'pci', reveal: ['PHONE', 'EMAIL'] });

let store: Store;
let clock: FakeClock;
let core: Core;
let sealer: EnvelopeSealer;
let customerId: string;
let conversationId: string;
let allowed: ReadonlySet<string>;

beforeEach(async () => {
  store = createMemoryStore(uuidv7);
  clock = new FakeClock();
  const keyEncryptionKey = new KeyRing(localKey('file', randomBytes(32).toString('base64'), 'this test'), []);
  sealer = new EnvelopeSealer({ keys: store.keys, keyEncryptionKey, bus: new MemoryBus(), clock });
  allowed = new Set(policy.reveal.filter((type) => mayReveal(policy, type)));
  core = {
    conversations: store.conversations,
    appends: new GroupCommit(store.conversations),
    sealer,
    bus: new MemoryBus(),
    clock,
    maskMessage: new MessageWindows(keptPolicy(policy), clock).mask,
    audit: store.audit,
    reveals: { ...REVEALS, store: store.reveals, record: (entry) => store.audit.record(entry) },
  } as Partial<Core> as Core;
  customerId = await store.sessions.customerId({ issuer: 'https://portal.example', externalId: 'ava' });
  conversationId = uuidv7();
  const at = clock.now();
  await store.conversations.open(
    { id: conversationId, customerId, openedAt: at, previousConversationId: null },
    aContextItem(),
    aDecision(conversationId),
    anAuditEntry(),
  );
  await give('sam');
});

async function give(agentId: string | null): Promise<void> {
  await store.conversations.transition({
    conversationId,
    from: ['routing', 'queued', 'active'],
    to: agentId === null ? 'queued' : 'active',
    agentId,
    at: clock.now(),
    interactionVersion: null,
    entry: null,
    audit: null,
  });
}

async function say(text: string, sender: 'customer' | 'agent' = 'customer') {
  const message = await prepareMessage(core, {
    conversationId,
    customerId,
    id: uuidv7(),
    sender: { role: sender, id: sender === 'customer' ? customerId : 'sam', displayName: 'Somebody' },
    text,
  });
  return commitMessage(core, customerId, message);
}

const reveal = (seq: number, changes: Partial<RevealRequest> = {}) =>
  revealValue(core, { conversationId, seq, index: 0, reason: REASON, agent: SAM, ...changes });

const looks = async () =>
  (await store.audit.unchained(1_000)).filter(({ action }) => action === 'value.revealed');

describe('revealing a hidden value', () => {
  it('[REVEAL-1] gives the original to the agent who has the conversation, recorded with the reason', async () => {
    const { seq, body } = await say(`Call ${PHONE} or write to ava@example.com`);
    expect(body.text).not.toContain('555');
    expect(body.revealable?.map(({ type }) => type)).toEqual(['PHONE', 'EMAIL']);

    expect(await reveal(seq)).toBe(PHONE);
    expect(await reveal(seq, { index: 1 })).toBe('ava@example.com');

    const [first] = await looks();
    expect(await looks()).toHaveLength(2);
    expect(first).toMatchObject({
      actorKind: 'agent',
      actorId: 'sam',
      conversationId,
      details: { type: 'PHONE', seq, index: 0, reason: REASON },
    });
    expect(JSON.stringify(await looks())).not.toContain('2671');
  });

  it.each([
    ['an agent who does not have the conversation', { agent: { id: 'riley', role: 'agent' } }, 'not_found'],
    ['an agent who may not look', { agent: { id: 'sam', role: 'trainee' } }, 'forbidden'],
    ['no good reason', { reason: 'curious' }, 'bad_request'],
    ['another message', { seq: 99 }, 'not_found'],
    ['a value that there is not', { index: 7 }, 'not_found'],
    ['another conversation', { conversationId: uuidv7() }, 'not_found'],
  ])('[REVEAL-2] refuses %s, and records no look', async (_, changes, code) => {
    const { seq } = await say(`Call ${PHONE}`);
    await expect(reveal(seq, changes)).rejects.toMatchObject({ code });
    expect(await looks()).toEqual([]);
  });

  it('[REVEAL-2] records who tried without the right to', async () => {
    const { seq } = await say(`Call ${PHONE}`);
    await expect(reveal(seq, { agent: { id: 'riley', role: 'agent' } })).rejects.toThrow();
    await expect(reveal(seq, { agent: { id: 'sam', role: 'trainee' } })).rejects.toThrow();
    const refusals = (await store.audit.unchained(1_000)).filter(
      ({ action }) => action === 'authorization.denied',
    );
    expect(refusals.map(({ actorId, details }) => [actorId, details])).toEqual([
      ['riley', { what: 'reveal', reason: 'not_assigned' }],
      ['sam', { what: 'reveal', reason: 'role' }],
    ]);
  });

  it('[REVEAL-2] refuses once somebody else has the conversation, and what the policy allows no more', async () => {
    const { seq } = await say(`Call ${PHONE}`);
    allowed = new Set();
    await expect(reveal(seq)).rejects.toMatchObject({ code: 'not_found' });
    allowed = new Set(['PHONE']);
    await give(null);
    await expect(reveal(seq)).rejects.toMatchObject({ code: 'not_found' });
    expect(await looks()).toEqual([]);
  });

  it('[REVEAL-3] shows nothing when the look cannot be recorded', async () => {
    const { seq } = await say(`Call ${PHONE}`);
    const opened: string[] = [];
    const failing: Core = {
      ...core,
      sealer: {
        seal: (...parameters) => sealer.seal(...parameters),
        derive: (...parameters) => sealer.derive(...parameters),
        open: (customer, binding, sealed) => {
          opened.push(binding);
          return sealer.open(customer, binding, sealed);
        },
      },
      reveals: {
        ...REVEALS,
        record: (entry) => store.audit.record(entry),
        store: Object.assign(Object.create(store.reveals), {
          take: () => Promise.reject(new Error('the trail cannot be written')),
        }),
      },
    };
    const request = { conversationId, seq, index: 0, reason: REASON, agent: SAM };

    await expect(revealValue(failing, request)).rejects.toThrow('cannot be written');

    expect(opened.filter((binding) => binding.startsWith('reveal:'))).toEqual([]);
  });

  it('[REVEAL-4] keeps no original of cards under pci, of security codes, of what agents write, or when it is off', async () => {
    const secret = await say('card 4111 1111 1111 1111, cvv 123, my pin is 4711');
    expect(secret.body.revealable).toBeUndefined();
    await expect(reveal(secret.seq)).rejects.toMatchObject({ code: 'not_found' });
    expect((await say(`Call ${PHONE}`, 'agent')).body.revealable).toBeUndefined();
    const { reveals: _, ...off } = core;
    core = off;
    const { seq, body } = await say(`Call ${PHONE}`);
    expect(body.revealable).toBeUndefined();
    await expect(reveal(seq)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('[REVEAL-5] is over after its own time, while the message stays', async () => {
    const { seq } = await say(`Call ${PHONE}`);
    clock.advance(7 * DAY_MS - 1);
    expect(await reveal(seq)).toBe(PHONE);
    clock.advance(1);
    await expect(reveal(seq)).rejects.toMatchObject({ code: 'not_found' });
    expect(await store.reveals.purgeExpired(clock.now(), 10)).toBe(1);
    const [stored] = await store.conversations.read(conversationId, seq - 1, 1);
    expect(stored && (await openEntry(sealer, customerId, stored)).body.text).toMatch(/^Call \[phone/);
  });

  it('[REVEAL-5] is over when the customer’s key is destroyed', async () => {
    const { seq } = await say(`Call ${PHONE}`);
    await sealer.destroy(customerId);
    await expect(reveal(seq)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('[REVEAL-6] is over when a later message shows that the value was part of something else', async () => {
    const first = await say('Call 415 555 2671 or 4111 1111');
    expect(first.body.revealable).toHaveLength(1);
    const place = { conversationId, entryId: first.id, index: 0 };
    expect(await store.reveals.take(place, clock.now(), anAuditEntry())).not.toBeNull();
    await say('1111 1111 is the rest of my card');
    expect(await store.reveals.take(place, clock.now(), anAuditEntry())).toBeNull();

    const [stored] = await store.conversations.read(conversationId, first.seq - 1, 1);
    expect(stored && (await openEntry(sealer, customerId, stored)).body.revealable).toBeUndefined();
    await expect(reveal(first.seq)).rejects.toMatchObject({ code: 'not_found' });
    expect(await looks()).toEqual([]);
  });
});

describe('a value that masking has missed', () => {
  const hide = (seq: number, value: string, agentId = 'sam', id = uuidv7()) =>
    redactValue(core, {
      conversationId,
      seq,
      value,
      id,
      agent: { id: agentId, displayName: agentId },
    });
  const readAll = async () =>
    Promise.all(
      (await store.conversations.read(conversationId, 0, 20)).map((each) =>
        openEntry(sealer, customerId, each),
      ),
    );
  const recorded = async () =>
    (await store.audit.unchained(1_000)).filter(({ action }) => action === 'message.redacted');

  it('[WIRE-62] [T6] [T3] is hidden by the agent who has the conversation, for everybody and at rest, and recorded', async () => {
    const { seq, id } = await say('The word is Rosebud, rosebud with a big R: Rosebud');
    const redaction = uuidv7();
    await hide(seq, 'Rosebud', 'sam', redaction);
    await hide(seq, '[hidden]', 'sam', uuidv7());
    const [message, entry] = (await readAll()).filter(({ kind }) => kind !== 'joined');
    expect(message).toMatchObject({
      id,
      seq,
      body: { text: 'The word is [hidden], rosebud with a big R: [hidden]', maskedTypes: ['REDACTED'] },
    });
    expect(entry).toMatchObject({
      kind: 'redacted',
      seq: seq + 1,
      body: { redacts: id, displayName: 'sam' },
    });
    expect(JSON.stringify(await readAll())).not.toContain('Rosebud');
    expect(await recorded()).toHaveLength(2);
    expect(JSON.stringify(await recorded())).not.toContain('Rosebud');
  });

  it('[WIRE-62] takes the original with it, so that nobody can ask for that either', async () => {
    const { seq, body } = await say(`Call ${PHONE} for Rosebud`);
    expect(body.revealable).toHaveLength(1);
    await hide(seq, 'Rosebud');
    await expect(reveal(seq)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('[WIRE-62] [T10] is not for others, not elsewhere, and once', async () => {
    const { seq } = await say('Rosebud');
    await expect(hide(seq, 'Rosebud', 'riley')).rejects.toMatchObject({ code: 'not_found' });
    await expect(hide(seq + 1, 'Rosebud')).rejects.toMatchObject({ code: 'not_found' });
    await expect(hide(seq, 'rosebuds')).rejects.toMatchObject({ code: 'not_found' });
    expect(await recorded()).toEqual([]);
    await hide(seq, 'Rosebud');
    await expect(hide(seq, 'Rosebud')).rejects.toMatchObject({ code: 'not_found' });
    await give(null);
    await expect(hide(seq, '[hidden]')).rejects.toMatchObject({ code: 'not_found' });
  });
});
