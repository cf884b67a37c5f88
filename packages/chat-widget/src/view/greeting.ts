import type { ChatSnapshot } from '@throughline/chat-client';
import { h, setText } from '../dom.js';
import { laterWords as words } from '../later-words.js';
import { waitWords } from '../model/waiting.js';
import { icon } from './later-icons.js';

/** What the panel says before the first message. */
export function createGreeting() {
  const heading = h('h3', { dir: 'auto' });
  const staff = h('p', { role: 'status' });
  return {
    node: h('div', { class: 'card greeting' }, icon('chat'), heading, h('p', {}, words.greetingText), staff),
    update({ customer, availability }: ChatSnapshot): void {
      setText(heading, words.greeting(customer?.displayName ?? ''));
      setText(staff, availability === null ? '' : staffOf(availability));
    },
  };
}

function staffOf({ agents, wait }: NonNullable<ChatSnapshot['availability']>): string {
  if (agents === 'busy' && wait) return `${words.agentsBusy} ${waitWords(wait)}`;
  return { available: words.agentsAvailable, busy: words.agentsBusy, nobody: words.agentsAway }[agents];
}
