import { h, setText } from '../dom.js';
import { laterWords } from '../later-words.js';
import type { PanelActions } from './panel-state.js';

/** Asks once before the chat is ended. */
export function createEndQuestion({ client, ask }: PanelActions) {
  const text = h('p', { id: 'end-question' });
  const problem = h('p', { class: 'unseen', role: 'alert' });
  let sent = false;
  const confirm = () => {
    if (sent) return;
    sent = true;
    client
      .end()
      .then(
        () => ask(''),
        () => ask('failed'),
      )
      .finally(() => {
        sent = false;
      });
  };
  const no = h('button', { class: 'quiet', type: 'button', onclick: () => ask('') }, laterWords.endChatNo);
  const yes = h('button', { class: 'primary', type: 'button', onclick: confirm }, laterWords.endChatYes);
  return {
    node: h(
      'div',
      { class: 'question', role: 'alertdialog', 'aria-labelledby': 'end-question' },
      text,
      problem,
      h('p', { class: 'buttons' }, no, yes),
    ),
    update(failed: boolean): void {
      setText(text, failed ? laterWords.endChatFailed : laterWords.endChatQuestion);
      setText(problem, failed ? laterWords.endChatFailed : '');
    },
    /** On the answer that changes nothing. */
    focus: () => no.focus(),
  };
}
