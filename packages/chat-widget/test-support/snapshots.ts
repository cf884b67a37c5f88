import type { ChatSnapshot, PendingMessage } from '@throughline/chat-client';
import type { ConversationView, Entry } from '@throughline/protocol';

/** The clock of the test pages. */
export const NOW = Date.parse('2026-03-11T10:30:00Z');
const CONVERSATION_ID = '0197e0a0-0000-7000-8000-000000000001';

export const unknown: ChatSnapshot = {
  connection: { kind: 'connecting' },
  savingPaused: false,
  customer: null,
  draft: '',
  conversation: null,
  entries: [],
  pending: [],
  agentTyping: false,
  callback: null,
  availability: null,
  files: null,
  survey: undefined,
};

/** Welcomed, nothing said yet. */
export const ready: ChatSnapshot = {
  ...unknown,
  connection: { kind: 'ready' },
  customer: { displayName: 'Ava Lindqvist', locale: null, tag: 'ava' },
};

export function conversation(change: Partial<ConversationView> = {}): ConversationView {
  return {
    id: CONVERSATION_ID,
    state: 'active',
    openedAt: at(0),
    headSeq: 0,
    queue: null,
    agent: { displayName: 'Sam' },
    agentReceipts: { deliveredSeq: 0, readSeq: 0 },
    customerReceipts: { deliveredSeq: 0, readSeq: 0 },
    ...change,
  };
}

export function chat(entries: readonly Entry[], change: Partial<ConversationView> = {}): ChatSnapshot {
  return { ...ready, entries, conversation: conversation({ headSeq: entries.length, ...change }) };
}

export function customerSays(seq: number, text: string, maskedTypes: readonly string[] = []): Entry {
  return { kind: 'message', seq, id: `m${seq}`, at: at(seq), party: { role: 'customer' }, text, maskedTypes };
}

export function agentSays(seq: number, text: string, atMs = seq): Entry {
  const party = { role: 'agent', displayName: 'Sam' } as const;
  return { kind: 'message', seq, id: `m${seq}`, at: at(atMs), party, text, maskedTypes: [] };
}

export function lifecycle(seq: number, kind: 'joined' | 'left' | 'ended', by: Entry['party'] = sam): Entry {
  return { kind, seq, id: `l${seq}`, at: at(seq), party: by };
}

export function pending(id: string, text: string, change: Partial<PendingMessage> = {}): PendingMessage {
  return { id, text, createdAt: NOW, status: 'sending', error: null, ...change };
}

const sam = { role: 'agent', displayName: 'Sam' } as const;

/** `minute` minutes after 10:00 of the test day. */
function at(minute: number): string {
  return new Date(NOW - 30 * 60_000 + minute * 20_000).toISOString();
}
