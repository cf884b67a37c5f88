import { randomBytes } from 'node:crypto';
import {
  answerSurvey,
  type Core,
  createMemoryStore,
  endConversation,
  GroupCommit,
  MemoryBus,
  readCustomerRecords,
  type Store,
} from '@throughline/core';
import { parsePolicy } from '@throughline/masking';
import { aContextItem, aDecision, anAuditEntry, FakeClock } from '@throughline/test-kit';
import { v7 as uuidv7 } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { textMasker } from './masking/text-masker.js';
import { EnvelopeSealer } from './sealing/envelope-sealer.js';
import { KeyRing } from './sealing/key-ring.js';
import { localKey } from './sealing/local-key.js';

const CARD = '4111 1111 1111 1111';

let store: Store;
let core: Core;
let customerId: string;
let conversationId: string;

beforeEach(async () => {
  store = createMemoryStore(uuidv7);
  const clock = new FakeClock();
  const keyEncryptionKey = new KeyRing(localKey('file', randomBytes(32).toString('base64'), 'this test'), []);
  core = {
    conversations: store.conversations,
    appends: new GroupCommit(store.conversations),
    contactCenter: { close: async () => undefined } as Partial<
      Core['contactCenter']
    > as Core['contactCenter'],
    sealer: new EnvelopeSealer({ keys: store.keys, keyEncryptionKey, bus: new MemoryBus(), clock }),
    bus: new MemoryBus(),
    clock,
    mask: textMasker(parsePolicy({ preset: 'pci' })),
    audit: store.audit,
    asksSurvey: true,
  } as Partial<Core> as Core;
  customerId = uuidv7();
  conversationId = uuidv7();
  await store.conversations.open(
    { id: conversationId, customerId, openedAt: clock.now(), previousConversationId: null },
    aContextItem(),
    aDecision(conversationId, {
      sealedFacts: await core.sealer.seal(customerId, `facts:${conversationId}`, '{}'),
    }),
    anAuditEntry(),
  );
});

async function end(): Promise<void> {
  const conversation = await store.conversations.get(conversationId);
  if (!conversation) throw new Error('no conversation');
  await endConversation(core, conversation, { kind: 'customer', id: customerId }, 'Ava', 'customer');
}

const answer = (change: Partial<Parameters<typeof answerSurvey>[1]> = {}) =>
  answerSurvey(core, {
    conversationId,
    customerId,
    score: 2,
    comment: ` my card ${CARD} failed `,
    ...change,
  });

describe('what customers say about a conversation', () => {
  it('[SURVEY-1] is kept masked and sealed, with the score alone on the audit trail', async () => {
    await end();
    expect(await answer()).toBe(true);
    const kept = await store.conversations.survey(conversationId);
    expect(kept?.score).toBe(2);
    expect(Buffer.from(kept?.sealedComment ?? []).toString()).not.toContain('failed');
    const { survey } = await exported();
    expect(survey).toMatchObject({ score: 2, comment: expect.stringMatching(/^my card .+ failed$/) });
    expect(survey?.comment).not.toContain('4111');
    const trail = await store.audit.unchained(100);
    expect(trail.at(-1)).toMatchObject({
      action: 'survey.answered',
      conversationId,
      details: { score: 2 },
    });
    expect(JSON.stringify(trail)).not.toMatch(/failed|4111/);
  });

  it('[SURVEY-2] counts once, of the customer alone, after the end alone, where it is asked', async () => {
    await expect(answer()).rejects.toMatchObject({ code: 'not_found' });
    await end();
    await expect(answer({ customerId: uuidv7() })).rejects.toMatchObject({ code: 'not_found' });
    expect(await answer({ score: 5, comment: '' })).toBe(true);
    expect(await answer({ score: 1 })).toBe(false);
    expect((await exported()).survey).toMatchObject({ score: 5, comment: '' });
    core = { ...core, asksSurvey: false };
    await expect(answer()).rejects.toMatchObject({ code: 'not_found' });
  });

  it('[SURVEY-3] is not kept when it cannot be masked', async () => {
    await end();
    core = {
      ...core,
      mask: () => {
        throw new Error(`about ${CARD}`);
      },
    };
    await expect(answer()).rejects.toMatchObject({ code: 'masking_failed' });
    expect(await store.conversations.survey(conversationId)).toBeNull();
  });
});

async function exported() {
  const { conversations } = await readCustomerRecords(
    {
      conversations: {
        ...bound(store.conversations),
        context: async () => [],
      },
      callbacks: { notes: async () => [] },
      privacy: store.privacy,
      sealer: core.sealer,
      mask: (text) => ({ text, maskedTypes: [] }),
    },
    customerId,
  );
  const [one] = conversations;
  if (!one) throw new Error('nothing was exported');
  return one;
}

/** Without the context, which the test has not sealed. */
function bound(conversations: Store['conversations']): Store['conversations'] {
  return Object.assign(Object.create(conversations), {
    read: conversations.read.bind(conversations),
    survey: conversations.survey.bind(conversations),
    decision: conversations.decision.bind(conversations),
  });
}
