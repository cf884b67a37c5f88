/** The rules on content of packages/core/SPEC.md, over the real masking, sealing and memory store. */
import {
  type Conversation,
  type Core,
  createMemoryStore,
  type Entry,
  type GivenAnswer,
  type KeyEncryptionKey,
  MemoryBus,
  type MessageContent,
  type NewAnswer,
  openEntry,
  prepareMessage,
  toAnswer,
} from '@throughline/core';
import { DEFAULT_POLICY } from '@throughline/masking';
import { FakeClock } from '@throughline/test-kit';
import { v7 as uuidv7 } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { keptPolicy } from './masking/kept-policy.js';
import { MessageWindows } from './masking/message-windows.js';
import { textMasker } from './masking/text-masker.js';
import { toAck, toWireEntry } from './realtime/to-wire.js';
import { EnvelopeSealer } from './sealing/envelope-sealer.js';

const CARD = '4111 1111 1111 1111';
const CUSTOMER_ID = uuidv7();
const conversation = { id: uuidv7(), customerId: CUSTOMER_ID } as Conversation;

const PLAIN_KEYS: KeyEncryptionKey = {
  id: 'test',
  wrap: async (_, wrapped) => ({ wrappedBy: 'test', wrapped }),
  unwrap: async (_, { wrapped }) => Buffer.from(wrapped),
  close: async () => undefined,
};

let core: Core;

beforeEach(() => {
  const store = createMemoryStore(uuidv7);
  const clock = new FakeClock(new Date());
  const policy = keptPolicy(DEFAULT_POLICY);
  core = {
    conversations: store.conversations,
    sealer: new EnvelopeSealer({
      keys: store.keys,
      keyEncryptionKey: PLAIN_KEYS,
      bus: new MemoryBus(),
      clock,
    }),
    clock,
    mask: textMasker(policy),
    maskMessage: new MessageWindows(policy, clock).mask,
  } as Partial<Core> as Core;
});

/** As it would be stored, with what it leaves of earlier messages. */
async function prepared(content: MessageContent | string, role: 'customer' | 'agent' = 'agent') {
  const { entry, redactions } = await prepareMessage(core, {
    conversationId: conversation.id,
    customerId: CUSTOMER_ID,
    id: uuidv7(),
    sender: { role, id: 'somebody', displayName: 'Sam' },
    text: typeof content === 'string' ? content : '',
    ...(typeof content === 'string' ? {} : { content }),
  });
  const open = async (stored: typeof entry) =>
    (await openEntry(core.sealer, CUSTOMER_ID, { ...stored, seq: 1 })).body;
  return { body: await open(entry), redactions: await Promise.all(redactions.map(open)) };
}

const REPLIES: MessageContent = {
  kind: 'quick-replies',
  text: 'Is it this order?',
  replies: [
    { id: 'yes', label: 'Yes' },
    { id: 'no', label: 'No' },
  ],
};
const FORM: MessageContent = {
  kind: 'form',
  text: 'Tell us more',
  pages: [
    {
      title: 'You',
      fields: [
        { kind: 'line', id: 'f1', label: 'Name', required: true },
        {
          kind: 'choice',
          id: 'f2',
          label: 'Size',
          required: false,
          multiple: false,
          options: REPLIES.replies,
        },
        { kind: 'date', id: 'f3', label: 'Day', required: false, earliest: '2026-12-01' },
      ],
    },
  ],
};
const EVERY_KIND: readonly (readonly [string, MessageContent])[] = [
  ['quick replies', { ...REPLIES, replies: [{ id: CARD, label: CARD, detail: CARD }] }],
  [
    'cards',
    {
      kind: 'cards',
      text: CARD,
      cards: [{ title: CARD, detail: CARD, actions: [{ kind: 'reply', id: CARD, label: CARD }] }],
    },
  ],
  ['date picker', { kind: 'date-picker', text: CARD, detail: CARD, slots: [] }],
  [
    'list picker',
    {
      kind: 'list-picker',
      text: CARD,
      sections: [{ title: CARD, multiple: false, options: [{ id: 'a', label: CARD }] }],
    },
  ],
  [
    'form',
    {
      kind: 'form',
      text: CARD,
      detail: CARD,
      pages: [{ title: CARD, fields: [{ kind: 'line', id: 'a', label: CARD, required: true }] }],
    },
  ],
  [
    'answer',
    {
      kind: 'answer',
      text: CARD,
      to: 'm1',
      given: { kind: 'form', fields: [{ id: 'a', label: 'Number', value: CARD }] },
    },
  ],
  [
    'attachments',
    {
      kind: 'attachments',
      text: CARD,
      files: [{ id: uuidv7(), name: `${CARD}.pdf`, mediaType: 'application/pdf', bytes: 9 }],
    },
  ],
];

describe('content', () => {
  it('[CONT-1] [WIRE-50] is there as plain text, too', async () => {
    const { body } = await prepared(REPLIES);
    const text = 'Is it this order?\n• Yes\n• No';
    expect(body).toMatchObject({ text, content: REPLIES });
    const party = { role: 'agent', id: 'sam' } as const;
    const entry = {
      conversationId: conversation.id,
      id: 'm1',
      kind: 'message',
      party,
      at: new Date(),
      seq: 1,
      body,
    };
    expect(toWireEntry(entry as Entry)).toMatchObject({ text, content: REPLIES });
    expect(toAck(entry as Entry)).toMatchObject({ text, content: REPLIES });
  });

  it.each(EVERY_KIND)('[CONT-2] [T6] is masked in every text: %s', async (_, content) => {
    const { body } = await prepared(content);
    expect(JSON.stringify(body)).not.toContain(CARD);
    expect(body.maskedTypes).toContain('CREDIT_CARD');
    expect(body.content?.kind).toBe(content.kind);
  });

  it('[CONT-2] masks an answer with its label in mind', async () => {
    const fields = [{ id: 'a', label: 'Password', value: 'Winter-tulip-77' }];
    const { body } = await prepared({
      kind: 'answer',
      text: 'Sent',
      to: 'm1',
      given: { kind: 'form', fields },
    });
    expect(JSON.stringify(body)).not.toContain('tulip');
    expect(body.content).toMatchObject({ given: { fields: [{ label: 'Password' }] } });
  });

  it('[CONT-3] goes on as masked text when a value lies over several pieces', async () => {
    const fields = ['4111 1111', '1111 1111'].map((value) => ({ id: value, label: 'Part', value }));
    const { body } = await prepared({ kind: 'answer', text: '', to: 'm1', given: { kind: 'form', fields } });
    expect(body.content).toBeUndefined();
    expect(body.text).not.toContain('4111');
    expect(body.maskedTypes).toContain('CREDIT_CARD');

    await prepared('4111 1111');
    const { body: second, redactions } = await prepared({ ...REPLIES, text: '1111 1111', replies: [] });
    expect(second.content).toBeUndefined();
    expect(redactions).toHaveLength(1);
  });

  it('[CONT-4] is gone from a message that is redacted', async () => {
    await prepared({ ...REPLIES, replies: [{ id: 'a', label: '4111 1111 11' }] });
    const { redactions } = await prepared('11 1111');
    expect(redactions).toHaveLength(1);
    expect(redactions[0]).not.toHaveProperty('content');
    expect(JSON.stringify(redactions)).not.toContain('4111');
  });

  it('[CONT-6] leaves out links that lead elsewhere than to web, mail and phone', async () => {
    const urls = [
      'https://meridian.example/a?b=c',
      'mailto:help@meridian.example',
      'tel:+4930123456',
      'javascript:alert(1)',
      'data:text/html,x',
      'JaVaScRiPt://x',
      'https://',
      `https://meridian.example/?card=${CARD.replaceAll(' ', '')}`,
    ];
    const actions = urls.map(
      (url, index) => ({ kind: 'link', label: `link ${'abcdefgh'[index]}`, url }) as const,
    );
    const { body } = await prepared({ kind: 'cards', text: '', cards: [{ title: 'x', actions }] });
    const shown = body.content?.kind === 'cards' ? body.content.cards[0]?.actions : [];
    expect(shown?.map((action) => action.kind === 'link' && action.url)).toEqual([urls[0]]);
  });
});

describe('an answer', () => {
  async function asked(content: MessageContent) {
    const { entry } = await prepareMessage(core, {
      conversationId: conversation.id,
      customerId: CUSTOMER_ID,
      id: 'm1',
      sender: { role: 'agent', id: 'sam', displayName: 'Sam' },
      text: '',
      content,
    });
    core = { ...core, conversations: { read: async () => [{ ...entry, seq: 1 }] } as never };
  }
  const answer = (given: NewAnswer['given']) =>
    toAnswer(core, conversation, 'in my words', { toSeq: 1, given });

  it('[CONT-5] has the labels of the question', async () => {
    await asked(REPLIES);
    expect(await answer({ kind: 'picked', ids: ['no'] })).toEqual({
      kind: 'answer',
      text: 'in my words',
      to: 'm1',
      given: { kind: 'picked', options: [{ id: 'no', label: 'No' }] },
    });
  });

  it('[CONT-5] to a form has what was filled in', async () => {
    await asked(FORM);
    const fields = [
      { id: 'f2', picked: ['no'] },
      { id: 'f1', value: 'Ava' },
    ];
    const { given } = await answer({ kind: 'form', fields });
    expect(given).toEqual<GivenAnswer>({
      kind: 'form',
      fields: [
        { id: 'f1', label: 'Name', value: 'Ava' },
        { id: 'f2', label: 'Size', value: 'No', picked: ['no'] },
      ],
    });
  });

  const SLOTS: MessageContent = {
    kind: 'date-picker',
    text: 'When?',
    slots: [{ at: '2026-12-01T10:00:00Z', minutes: 30 }],
  };
  const LIST: MessageContent = {
    kind: 'list-picker',
    text: 'Which?',
    sections: [{ title: 'One', multiple: false, options: REPLIES.replies }],
  };
  const wrong: readonly (readonly [string, MessageContent, NewAnswer['given']])[] = [
    ['what was not offered', REPLIES, { kind: 'picked', ids: ['maybe'] }],
    ['two quick replies', REPLIES, { kind: 'picked', ids: ['yes', 'no'] }],
    ['two of a section for one', LIST, { kind: 'picked', ids: ['yes', 'no'] }],
    ['another time', SLOTS, { kind: 'time', at: '2026-12-01T11:00:00Z' }],
    ['a time where a choice is asked', REPLIES, { kind: 'time', at: '2026-12-01T10:00:00Z' }],
    ['a form without a required field', FORM, { kind: 'form', fields: [{ id: 'f1', value: '' }] }],
    ['a form with a field of its own', FORM, { kind: 'form', fields: [{ id: 'x', value: 'y' }] }],
    [
      'a date that is too early',
      FORM,
      {
        kind: 'form',
        fields: [
          { id: 'f1', value: 'Ava' },
          { id: 'f3', value: '2026-11-30' },
        ],
      },
    ],
  ];
  it.each(wrong)('[CONT-5] is refused: %s', async (_, content, given) => {
    await asked(content);
    await expect(answer(given)).rejects.toMatchObject({ code: 'bad_request' });
  });

  it('[CONT-5] is refused where nothing was asked', async () => {
    await expect(answer({ kind: 'picked', ids: ['yes'] })).rejects.toMatchObject({ code: 'bad_request' });
  });
});
