import type { ChatSnapshot } from '@throughline/chat-client';
import { h, setText } from '../dom.js';
import { waitWords } from '../model/status.js';
import { words } from '../words.js';
import { icon } from './icons.js';

/** What the panel says before the first message. */
export function createGreeting() {
  const heading = h('h3', { dir: 'auto' });
  const staff = h('p', { role: 'status' });
  return {
    node: h('div', { class: 'card greeting' }, icon('chat'), heading, h('p', {}, words.greetingText), staff),
    update(name: string, availability: ChatSnapshot['availability']): void {
      setText(heading, words.greeting(name));
      setText(staff, availability === null ? '' : staffOf(availability));
    },
  };
}

function staffOf({ agents, wait }: NonNullable<ChatSnapshot['availability']>): string {
  if (agents === 'busy' && wait) return `${words.agentsBusy} ${waitWords(wait)}`;
  return { available: words.agentsAvailable, busy: words.agentsBusy, nobody: words.agentsAway }[agents];
}

/** Grey bars in the place of messages while the first connection is made. */
export function createSkeleton(): HTMLElement {
  const bars = ['', 'short', 'own', 'own short'].map((kind) => h('span', { class: `bar ${kind}` }));
  return h(
    'div',
    { class: 'skeleton' },
    h('p', { class: 'unseen', role: 'status' }, words.connecting),
    ...bars,
  );
}
