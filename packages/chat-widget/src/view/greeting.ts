import { h, setText } from '../dom.js';
import { words } from '../words.js';
import { icon } from './icons.js';

/** What the panel says before the first message. */
export function createGreeting() {
  const heading = h('h3', { dir: 'auto' });
  return {
    node: h('div', { class: 'card greeting' }, icon('chat'), heading, h('p', {}, words.greetingText)),
    update: (name: string): void => setText(heading, words.greeting(name)),
  };
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
