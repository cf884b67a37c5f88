import { randomBytes } from 'node:crypto';
import {
  CarryOvers,
  type ContextItem,
  type Core,
  type Customer,
  createMemoryStore,
  MemoryBus,
  type Store,
} from '@throughline/core';
import { parsePolicy } from '@throughline/masking';
import { aDecision, anAuditEntry, FakeClock } from '@throughline/test-kit';
import { v7 as uuidv7 } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { hashCode } from './doors/hash-code.js';
import { MemoryRateLimiter } from './doors/memory-rate-limiter.js';
import { DEFAULT_REQUEST_RATES, RequestLimits } from './doors/request-limits.js';
import { textMasker } from './masking/text-masker.js';
import { toWireCard } from './realtime/to-wire.js';
import { EnvelopeSealer } from './sealing/envelope-sealer.js';
import { KeyRing } from './sealing/key-ring.js';
import { localKey } from './sealing/local-key.js';

const CARD = '4111 1111 1111 1111';
const CODE = 'ABCD1234';
const HASH = hashCode(CODE);
const PAGE = { url: '/payments/77', title: 'Payments' };

let store: Store;
let clock: FakeClock;
let sealer: EnvelopeSealer;
let ava: Customer;
let mask: Core['mask'];

const carryOvers = () =>
  new CarryOvers(
    { conversations: store.conversations, audit: store.audit, sealer, clock, mask },
    store.carryOvers,
  );
const issue = (intent = `why is ${CARD} blocked`) =>
  carryOvers().issue(ava, { intent, page: PAGE }, HASH, 's-1');
const use = () => carryOvers().use(HASH, 'sam');

beforeEach(async () => {
  store = createMemoryStore(uuidv7);
  clock = new FakeClock();
  mask = textMasker(parsePolicy({ preset: 'pci' }));
  const keyEncryptionKey = new KeyRing(localKey('file', randomBytes(32).toString('base64'), 'this test'), []);
  sealer = new EnvelopeSealer({ keys: store.keys, keyEncryptionKey, bus: new MemoryBus(), clock });
  const identity = { issuer: 'https://portal.example', externalId: 'c-1001' };
  const rest = { displayName: 'Ava Morgan', tier: 'gold', email: null, phone: null, locale: null };
  ava = { id: await store.sessions.customerId(identity), claims: { ...identity, ...rest } };
});

/** A live conversation with this context. */
async function chatAbout(item: Partial<ContextItem>): Promise<string> {
  const id = uuidv7();
  await store.conversations.open(
    { id, customerId: ava.id, openedAt: clock.now(), previousConversationId: null },
    await sealed(id, item),
    aDecision(id),
    anAuditEntry(),
  );
  return id;
}

async function sealed(conversationId: string, item: Partial<ContextItem>) {
  const customer = { externalId: 'c-1001', displayName: 'Ava Morgan', tier: 'gold' };
  const plain = JSON.stringify({ customer, intent: null, page: null, ...item });
  return { at: clock.now(), sealed: await sealer.seal(ava.id, `context:${conversationId}`, plain) };
}

describe('a carry-over code', () => {
  it('[CARRY-1] gives the verified customer and what they want, once, with both steps on the audit trail', async () => {
    expect(await issue()).toEqual(new Date(clock.now().getTime() + 30 * 60_000));
    const found = await use();
    expect(found?.conversation).toBeNull();
    expect(found && toWireCard(found.card, { previousConversationId: null })).toMatchObject({
      customerId: 'c-1001',
      displayName: 'Ava Morgan',
      tier: 'gold',
      intent: expect.stringMatching(/^why is .+ blocked$/),
      pages: [PAGE],
    });
    expect(JSON.stringify(found)).not.toContain('4111');
    expect(await use()).toBeNull();
    const trail = await store.audit.unchained(100);
    expect(trail.map(({ action, details }) => [action, details])).toEqual([
      ['carry_over.issued', { sessionId: 's-1' }],
      ['carry_over.used', { customerId: ava.id }],
    ]);
    expect(JSON.stringify(trail[1])).toContain('sam');
    expect(JSON.stringify(trail)).not.toMatch(/ABCD|blocked|payments/);
  });

  it('[CARRY-1] gives nothing half an hour later', async () => {
    await issue();
    clock.advance(30 * 60_000);
    expect(await use()).toBeNull();
  });

  it('[CARRY-1] brings the context of the live conversation along', async () => {
    await chatAbout({ intent: 'loans', page: { url: '/loans', title: 'Loans' } });
    await issue('payments');
    const found = await use();
    expect(found?.conversation).toBe('routing');
    expect(found?.card.context.map(({ intent, page }) => [intent, page?.url])).toEqual([
      ['loans', '/loans'],
      ['payments', '/payments/77'],
    ]);
  });

  it('[CARRY-3] does not bring back what the customer has taken back', async () => {
    const id = await chatAbout({ page: PAGE });
    const withheld = [
      { kind: 'page', name: PAGE.url },
      { kind: 'intent', name: 'payments' },
    ] as const;
    for (const each of withheld) {
      await store.conversations.addContext(id, await sealed(id, { withheld: each }), anAuditEntry());
    }
    await issue('payments');
    const found = await use();
    expect(found?.card.context.map(({ intent, page }) => [intent, page])).toEqual([
      [null, null],
      [null, null],
    ]);
  });

  it('[CARRY-3] is not there when its context cannot be masked', async () => {
    mask = () => {
      throw new Error(`about ${CARD}`);
    };
    await expect(issue()).rejects.toMatchObject({ code: 'masking_failed' });
    expect(await use()).toBeNull();
  });

  it('[CARRY-2] is limited for each session, and for each agent who tries', async () => {
    const limits = new RequestLimits({ limiter: new MemoryRateLimiter(), rates: DEFAULT_REQUEST_RATES });
    const session = (id: string) => ({ id, customer: ava, expiresAt: clock.now() }) as never;
    for (let n = 0; n < 5; n += 1) await limits.takeForNewCode(session('one'));
    await expect(limits.takeForNewCode(session('one'))).rejects.toMatchObject({ code: 'rate_limited' });
    await limits.takeForNewCode(session('two'));
    for (let n = 0; n < 30; n += 1) await limits.takeForTriedCode('sam');
    await expect(limits.takeForTriedCode('sam')).rejects.toMatchObject({ code: 'rate_limited' });
    await limits.takeForTriedCode('riley');
  });
});
