import { h, setText } from '../dom.js';
import { laterWords } from '../later-words.js';
import { words } from '../words.js';

export interface EndQuestionActions {
  confirm(): void;
  cancel(): void;
}

/** Asks once before the chat is ended. */
export function createEndQuestion(actions: EndQuestionActions) {
  const text = h('p', { id: 'end-question' });
  const no = h(
    'button',
    { class: 'quiet', type: 'button', onclick: () => actions.cancel() },
    laterWords.endChatNo,
  );
  const yes = h(
    'button',
    { class: 'primary', type: 'button', onclick: () => actions.confirm() },
    laterWords.endChatYes,
  );
  return {
    node: h(
      'div',
      { class: 'question', role: 'alertdialog', 'aria-labelledby': 'end-question' },
      text,
      h('p', { class: 'buttons' }, no, yes),
    ),
    update(failed: boolean): void {
      setText(text, failed ? words.endChatFailed : laterWords.endChatQuestion);
    },
    /** On the answer that changes nothing. */
    focus: () => no.focus(),
  };
}
