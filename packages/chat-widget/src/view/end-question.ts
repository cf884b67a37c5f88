import { h, setText } from '../dom.js';
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
    words.endChatNo,
  );
  const yes = h(
    'button',
    { class: 'primary', type: 'button', onclick: () => actions.confirm() },
    words.endChatYes,
  );
  return {
    node: h(
      'div',
      { class: 'question', role: 'alertdialog', 'aria-labelledby': 'end-question', hidden: true },
      text,
      h('p', { class: 'buttons' }, no, yes),
    ),
    update(failed: boolean): void {
      setText(text, failed ? words.endChatFailed : words.endChatQuestion);
    },
    /** On the answer that changes nothing. */
    focus: () => no.focus(),
  };
}
