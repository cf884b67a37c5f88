import type { ChatSnapshot } from '@throughline/chat-client';
import { h, setText } from '../dom.js';
import { laterWords } from '../later-words.js';
import { expectedCall } from '../model/expected-call.js';
import { timeOf } from '../model/ways.js';

export interface CallbackActions {
  /** Rejects when an agent is calling already. */
  cancelCallback(): Promise<void>;
}

/** Says when the customer will be called, and lets them take it back. */
export function createCallbackCard(actions: CallbackActions) {
  const text = h('p', { role: 'status' });
  const problem = h('p', { class: 'problem', role: 'alert' });
  const cancel = h('button', {
    class: 'quiet',
    type: 'button',
    onclick: () => {
      actions.cancelCallback().catch(() => setText(problem, laterWords.notDone));
    },
  });
  cancel.textContent = laterWords.cancelCallback;
  const node = h('div', { class: 'ways' }, text, cancel, problem);
  return {
    node,
    update(snapshot: ChatSnapshot): void {
      const call = expectedCall(snapshot);
      node.hidden = call === null;
      if (!call) return;
      setText(
        text,
        call.state === 'calling' ? laterWords.calling : laterWords.callAt(call.phoneEnd, timeOf(call)),
      );
      cancel.hidden = call.state === 'calling';
    },
  };
}
