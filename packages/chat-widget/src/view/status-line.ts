import { h, setText } from '../dom.js';

/** The line under the header that names a wait; beside it stand the ways out (T7). */
export function createStatusLine(ways: HTMLElement) {
  const text = h('p', { role: 'status' });
  const node = h('div', { class: 'status' }, text, ways);
  return {
    node,
    /** `wait`: what the customer waits for; empty for nothing. */
    update(wait: string): void {
      setText(text, wait);
      node.hidden = wait === '';
    },
  };
}
