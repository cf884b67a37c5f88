import { randomBytes } from 'node:crypto';
import {
  type Core,
  type Customer,
  createMemoryStore,
  GroupCommit,
  type MailStep,
  MemoryBus,
  maskedAddress,
  type OutgoingText,
  prepareMessage,
  type Store,
  TranscriptMails,
} from '@throughline/core';
import { parsePolicy } from '@throughline/masking';
import { aContextItem, aDecision, anAuditEntry, FakeClock } from '@throughline/test-kit';
import { v7 as uuidv7 } from 'uuid';
import { beforeEach, expect, it } from 'vitest';
import { MessageWindows } from '../masking/message-windows.js';
import { textMasker } from '../masking/text-masker.js';
import { EnvelopeSealer } from '../sealing/envelope-sealer.js';
import { KeyRing } from '../sealing/key-ring.js';
import { localKey } from '../sealing/local-key.js';
import { transcriptWordsIn } from './transcript-words.js';

const MINUTE = 60_000;
const WISH = { language: 'de', timeZone: 'Europe/Berlin' };

let store: Store;
let clock: FakeClock;
let core: Core;
let ava: Customer;
let conversationId: string;
let sent: OutgoingText[];
let answers: ('sent' | 'refused' | 'later')[];
let steps: MailStep[];
const failures: unknown[] = [];
const mails = () =>
  new TranscriptMails(core, {
    store: store.mails,
    sender: {
      send: async (mail) => {
        const answer = answers.shift() ?? 'sent';
        if (answer === 'later') return { outcome: 'later', reason: 'MAIL FROM 451' };
        if (answer === 'refused') return { outcome: 'refused', reason: 'RCPT TO 550' };
        sent.push(mail);
        return { outcome: 'sent' };
      },
    },
    wordsIn: transcriptWordsIn,
    onStep: (step) => steps.push(step),
    onFailure: (error) => failures.push(error),
  });
const entries = async () =>
  (await store.audit.unchained(100)).filter(({ action }) => action.startsWith('transcript.'));
const trail = async () => (await entries()).map(({ action }) => action);

beforeEach(async () => {
  store = createMemoryStore(uuidv7);
  clock = new FakeClock();
  sent = [];
  steps = [];
  answers = [];
  const keyEncryptionKey = new KeyRing(localKey('file', randomBytes(32).toString('base64'), 'this test'), []);
  const policy = parsePolicy({ preset: 'pci' });
  core = {
    conversations: store.conversations,
    appends: new GroupCommit(store.conversations),
    sealer: new EnvelopeSealer({ keys: store.keys, keyEncryptionKey, bus: new MemoryBus(), clock }),
    bus: new MemoryBus(),
    clock,
    mask: textMasker(policy),
    maskMessage: new MessageWindows(policy, clock).mask,
    newId: uuidv7,
  } as Partial<Core> as Core;
  const identity = { issuer: 'https://portal.example', externalId: 'c-1001' };
  const claims = { ...identity, displayName: 'Ava', tier: null, phone: null, locale: null };
  ava = {
    id: await store.sessions.customerId(identity),
    claims: { ...claims, email: 'ava.morgan@mail.example', emailVerified: true },
  };
  conversationId = uuidv7();
  await store.conversations.open(
    { id: conversationId, customerId: ava.id, openedAt: clock.now(), previousConversationId: null },
    aContextItem(),
    aDecision(conversationId),
    anAuditEntry(),
  );
  await store.conversations.transition({
    conversationId,
    from: ['routing', 'queued', 'fallback'],
    to: 'active',
    agentId: 'sam',
    at: clock.now(),
    interactionVersion: null,
    entry: null,
    audit: anAuditEntry(),
  });
});

async function say(role: 'customer' | 'agent', displayName: string, text: string): Promise<void> {
  const sender = { role, id: role === 'customer' ? ava.id : 'sam', displayName };
  const message = { conversationId, customerId: ava.id, id: uuidv7(), sender, text };
  const { entry } = await prepareMessage(core, message);
  await store.conversations.append([entry]);
}

it('[MAIL-3] sends what the customer saw, masked, in their language and time, and records each step without it', async () => {
  await say('customer', 'Ava', 'Meine Karte 4111 1111 1111 1111');
  clock.advance(5 * MINUTE);
  await say('agent', 'Sam', 'Danke.\nWir prüfen das.');
  await mails().request(ava, conversationId, WISH);
  // Clicked twice.
  await mails().request(ava, conversationId, WISH);
  await mails().sendDue();
  await mails().sendDue();
  expect(sent).toHaveLength(1);
  expect(sent[0]).toMatchObject({
    to: 'ava.morgan@mail.example',
    subject: 'Ihr Chat mit uns',
    language: 'de',
  });
  expect(sent[0]?.text).toMatch(
    /^Ihr Chat mit uns\n\n— Montag, 2\. März 2026 —\n\n10:00 {2}Sie: Meine Karte (?!4111)[^\n]+\n10:05 {2}Sam: Danke\.\n {7}Wir prüfen das\.\n\nWas im Chat verborgen war/,
  );
  expect(await trail()).toEqual(['transcript.requested', 'transcript.sent']);
  expect(JSON.stringify(await store.audit.unchained(100))).not.toMatch(/mail\.example|Karte|prüfen/);
});

it('[MAIL-4] goes to the address that was vouched for and to no other, of the own conversation', async () => {
  expect(maskedAddress(ava)).toBe('a•••@mail.example');
  const { emailVerified: _, ...claims } = ava.claims;
  for (const nobody of [
    { ...ava, claims },
    { ...ava, claims: { ...ava.claims, email: null } },
  ]) {
    await expect(mails().request(nobody, conversationId, WISH)).rejects.toMatchObject({
      code: 'no_verified_email',
    });
  }
  await expect(mails().request({ ...ava, id: uuidv7() }, conversationId, WISH)).rejects.toMatchObject({
    code: 'not_found',
  });
  await mails().sendDue();
  expect(sent).toEqual([]);
  expect(await trail()).toEqual([]);
});

it('[MAIL-5] is tried again, ever later, until it goes; what is refused for good is given up', async () => {
  answers = ['later', 'later', 'sent', 'refused'];
  await mails().request(ava, conversationId, WISH);
  await mails().sendDue();
  clock.advance(MINUTE - 1);
  await mails().sendDue();
  expect(steps).toEqual([{ step: 'queued' }, { step: 'postponed', reason: 'MAIL FROM 451' }]);
  expect(await mails().waiting()).toEqual({ count: 1, oldestSeconds: 59.999 });
  clock.advance(1);
  await mails().sendDue();
  clock.advance(2 * MINUTE);
  await mails().sendDue();
  expect(sent).toHaveLength(1);
  expect(await mails().waiting()).toEqual({ count: 0, oldestSeconds: 0 });
  await mails().request(ava, conversationId, WISH);
  await mails().sendDue();
  expect((await entries()).at(-1)).toMatchObject({
    action: 'transcript.not_sent',
    details: { attempts: 1, reason: 'RCPT TO 550' },
  });
  expect(steps.map(({ step }) => step).join(' ')).toBe('queued postponed postponed sent queued given_up');
  expect(failures).toEqual([]);
});

it('[MAIL-5] goes out by another node when the one that had it died, and is given up after eight tries', async () => {
  await mails().request(ava, conversationId, WISH);
  // A node takes it, and dies.
  await store.mails.take(clock.now(), new Date(clock.now().getTime() + 5 * MINUTE), 1);
  await mails().sendDue();
  expect(sent).toEqual([]);
  clock.advance(5 * MINUTE);
  answers = Array.from({ length: 9 }, () => 'later');
  for (let tried = 0; tried < 10; tried += 1) {
    await mails().sendDue();
    clock.advance(24 * 60 * MINUTE);
  }
  expect(sent).toEqual([]);
  expect((await entries()).at(-1)).toMatchObject({
    action: 'transcript.not_sent',
    details: { attempts: 8, reason: 'MAIL FROM 451' },
  });
  expect(answers).toHaveLength(2);
});
