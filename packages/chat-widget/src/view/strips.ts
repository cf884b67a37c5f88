import { h } from '../dom.js';
import { expectedCall } from '../model/expected-call.js';
import { createCallbackCard } from './callback-card.js';
import { createEndQuestion } from './end-question.js';
import { createOptions } from './options.js';
import type { PanelActions, PanelState } from './panel-state.js';
import { createSharedCard } from './shared-card.js';
import { createWaysCard } from './ways-card.js';

/** What stands between the header and the log when there is something to say, choose or confirm. */
export function createStrips(actions: PanelActions) {
  const { client, filesUrl } = actions;
  // Beside the files.
  const options = createOptions(new URL('transcripts', filesUrl).href);
  const shared = createSharedCard(client);
  const callback = createCallbackCard(client);
  const ways = createWaysCard(client);
  const question = createEndQuestion(actions);
  return {
    node: h('div', { class: 'part' }, options.node, shared.node, callback.node, ways.node, question.node),
    update(state: PanelState): void {
      const { snapshot, asking } = state;
      options.node.hidden = asking !== 'options';
      if (asking === 'options') options.update(state);
      if (snapshot.conversation?.shared || !shared.node.hidden) shared.update(snapshot);
      callback.node.hidden = !expectedCall(snapshot);
      callback.update(snapshot);
      ways.update(snapshot);
      question.node.hidden = !asking || asking === 'options';
      question.update(asking === 'failed');
    },
    /** On what has just been asked. */
    focus: question.focus,
  };
}
