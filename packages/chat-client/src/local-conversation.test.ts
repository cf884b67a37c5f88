import type { Entry } from '@throughline/protocol';
import { expect, it } from 'vitest';
import { ManualTime } from '../test-support/manual-time.js';
import { LocalConversation } from './local-conversation.js';
import { Signals } from './signals.js';

const message = (seq: number, role: 'agent' | 'customer'): Entry => ({
  kind: 'message',
  id: `m${seq}`,
  seq,
  at: '2026-11-25T09:00:00.000Z',
  party: { role },
  text: 'hello',
  maskedTypes: [],
});

it('[CLIENT-16] shows nobody as typing what has arrived, also when they could not say that they had stopped', () => {
  const time = new ManualTime();
  const handler = { send: () => true, onChange: () => undefined, onOwnMessage: () => undefined };
  const conversation = new LocalConversation('c', 'customer', time, handler);
  conversation.complete(Signals);
  const isTyping = () => conversation.signals?.otherTyping.on;
  conversation.signals?.otherTyping.set(true);
  conversation.add([message(1, 'customer')]);
  expect(isTyping()).toBe(true);
  conversation.add([message(2, 'agent')]);
  expect(isTyping()).toBe(false);
});
