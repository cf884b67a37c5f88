import { h, setText } from '../dom.js';
import { laterWords } from '../later-words.js';

export type EndQuestion = 'none' | 'asked' | 'failed';

export interface EndQuestionActions {
  /** Shows the question, or that it was tried in vain, or closes it. */
  askToEnd(question: EndQuestion): void;
  /** Rejects when the gateway does not carry it out. */
  end(): Promise<void>;
}

/** Asks once before the chat is ended. */
export function createEndQuestion({ askToEnd, end }: EndQuestionActions) {
  const text = h('p', { id: 'end-question' });
  const problem = h('p', { class: 'unseen', role: 'alert' });
  let sent = false;
  const confirm = () => {
    if (sent) return;
    sent = true;
    end()
      .then(
        () => askToEnd('none'),
        () => askToEnd('failed'),
      )
      .finally(() => {
        sent = false;
      });
  };
  const no = h(
    'button',
    { class: 'quiet', type: 'button', onclick: () => askToEnd('none') },
    laterWords.endChatNo,
  );
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
