import type { ChatSnapshot } from '@throughline/chat-client';
import { h, setText } from '../dom.js';
import { laterWords } from '../later-words.js';
import { agentName } from '../model/waiting.js';

/** Says that the other side is writing. Not a live region: each burst would be spoken. */
export function createTypingLine() {
  const text = h('span', { dir: 'auto' });
  const dots = h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i'));
  const node = h('p', { class: 'typing' }, dots, text);
  return {
    node,
    update(snapshot: ChatSnapshot): void {
      node.hidden = !snapshot.agentTyping;
      setText(text, laterWords.isTyping(agentName(snapshot)));
    },
  };
}
