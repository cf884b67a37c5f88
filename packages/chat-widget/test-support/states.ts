import type { ChatSnapshot } from '@throughline/chat-client';
import {
  agentSays,
  chat,
  conversation,
  customerSays,
  lifecycle,
  pending,
  ready,
  unknown,
} from './snapshots.js';

export interface State {
  readonly snapshot: ChatSnapshot;
  /** Opened by the test; true unless told otherwise. */
  readonly open?: boolean;
  /** How long the panel has been open, in milliseconds. */
  readonly afterMs?: number;
  /** Asked by pressing "End chat". */
  readonly ending?: boolean;
  /** The gateway answers ordinary requests. */
  readonly reachable?: boolean;
  /** What else can be done is shown. */
  readonly options?: boolean;
}

const talk = [
  customerSays(1, 'Hi, my order has been stuck on "preparing" since Monday.'),
  customerSays(2, 'I paid with card •••• •••• •••• 4242', ['CREDIT_CARD']),
  lifecycle(3, 'joined'),
  agentSays(4, 'Hello Ava, this is Sam. Let me look at it right away.'),
  agentSays(
    5,
    'The parcel is waiting for a customs form: https://meridian.example/forms/cn23 (two minutes).',
  ),
  customerSays(6, 'Ah, I see. I will fill it in now.'),
  customerSays(7, 'Done! Is there anything else you need from me?'),
];
const receipts = {
  agentReceipts: { deliveredSeq: 7, readSeq: 6 },
  customerReceipts: { deliveredSeq: 7, readSeq: 7 },
};
const waiting = { agent: null, agentReceipts: { deliveredSeq: 0, readSeq: 0 } };
const first = [customerSays(1, 'Hi, my order has been stuck on "preparing" since Monday.')];

/** Every state that the widget can show, by name. */
export const STATES: Readonly<Record<string, State>> = {
  closed: { snapshot: ready, open: false },
  unread: { snapshot: chat(talk, { customerReceipts: { deliveredSeq: 3, readSeq: 3 } }), open: false },
  loading: { snapshot: unknown },
  failure: { snapshot: unknown, afterMs: 3_000 },
  'failure-reachable': { snapshot: unknown, afterMs: 3_000, reachable: true },
  refused: { snapshot: { ...unknown, connection: { kind: 'refused', code: 'version_unsupported' } } },
  'sign-in': { snapshot: { ...unknown, connection: { kind: 'sign-in-needed' } } },
  'sign-in-during-chat': {
    snapshot: {
      ...chat(talk, receipts),
      connection: { kind: 'sign-in-needed' },
      draft: 'Another thing that I',
      pending: [
        pending('p1', 'Are you still there?', { status: 'waiting' }),
        pending('p2', 'I have the form ready now.', { status: 'waiting' }),
      ],
    },
  },
  'sign-in-while-queued': {
    snapshot: {
      ...chat(first, { ...waiting, state: 'queued', queue: { ahead: 2, wait: null } }),
      connection: { kind: 'sign-in-needed' },
    },
  },
  empty: { snapshot: ready },
  queued: {
    snapshot: chat(first, {
      ...waiting,
      state: 'queued',
      queue: { ahead: 2, wait: { lowSeconds: 100, highSeconds: 290 } },
    }),
  },
  ways: {
    snapshot: chat(first, {
      ...waiting,
      state: 'queued',
      queue: { ahead: 2, wait: { lowSeconds: 100, highSeconds: 290 } },
      ways: {
        text: null,
        ways: [
          { choice: 'callback', label: null, kind: 'callback', earliestAt: null },
          { choice: 'message', label: null, kind: 'message' },
        ],
      },
    }),
  },
  fallback: {
    reachable: true,
    snapshot: chat(first, {
      ...waiting,
      state: 'fallback',
      ways: {
        text: 'We are back tomorrow at 8.',
        ways: [
          { choice: null, label: null, kind: 'phone', number: '+49 30 1234567', digits: '1,2' },
          {
            choice: null,
            label: 'Write to us by email: we answer within a day',
            kind: 'email',
            address: 'help@meridian.example',
            subject: null,
          },
        ],
      },
    }),
  },
  callback: {
    snapshot: {
      ...ready,
      callback: {
        id: 'callback-1',
        state: 'scheduled',
        dueAt: '2026-11-26T08:00:00.000Z',
        timeZone: 'Europe/Berlin',
        phoneEnd: '567',
      },
    },
  },
  offered: { snapshot: chat(first, { ...waiting, state: 'offered' }) },
  active: { snapshot: chat(talk, receipts) },
  typing: { snapshot: { ...chat(talk.slice(0, 5), receipts), agentTyping: true } },
  marks: {
    snapshot: {
      ...chat(talk, { ...receipts, agentReceipts: { deliveredSeq: 6, readSeq: 2 } }),
      pending: [
        pending('p1', 'One more thing:'),
        pending('p2', 'can I still change the address?', { status: 'failed', error: 'masking_failed' }),
      ],
    },
  },
  reconnecting: {
    snapshot: {
      ...chat(talk, receipts),
      connection: { kind: 'waiting', retryAt: 0, attempt: 2 },
      pending: [pending('p1', 'Are you still there?', { status: 'waiting' })],
    },
  },
  'saving-paused': {
    snapshot: {
      ...chat(talk, receipts),
      savingPaused: true,
      pending: [pending('p1', 'Are you still there?', { status: 'waiting' })],
    },
  },
  options: { snapshot: chat(talk, receipts), options: true },
  'end-question': { snapshot: chat(talk, receipts), ending: true },
  ended: { snapshot: chat([...talk, lifecycle(8, 'ended')], { ...receipts, state: 'ended', agent: null }) },
  survey: {
    snapshot: {
      ...chat([...talk, lifecycle(8, 'ended')], { ...receipts, state: 'ended', agent: null }),
      survey: true,
    },
  },
  'ended-away': {
    snapshot: chat(
      [...first, { ...lifecycle(2, 'ended', { role: 'system' }), kind: 'ended', reason: 'customer_absent' }],
      { ...waiting, state: 'ended' },
    ),
  },
  'agent-left': {
    snapshot: chat([...talk, lifecycle(8, 'left')], {
      ...receipts,
      ...waiting,
      state: 'queued',
      queue: { ahead: 0, wait: null },
    }),
  },
  routing: { snapshot: { ...ready, conversation: conversation({ ...waiting, state: 'routing' }) } },
};
