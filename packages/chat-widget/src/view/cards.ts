import { h } from '../dom.js';
import { createFailureCard } from './failure-card.js';
import { createGreeting } from './greeting.js';
import type { PanelState } from './panel-state.js';
import { createSignInCard } from './sign-in-card.js';

/** What stands in the place of messages, or above them. */
export function createCards() {
  const greeting = createGreeting();
  const failure = createFailureCard();
  const signIn = createSignInCard();
  return {
    node: h('div', { class: 'part' }, greeting.node, failure.node, signIn.node),
    update(state: PanelState, empty: boolean): void {
      const { snapshot, screen } = state;
      greeting.node.hidden = screen !== 'chat' || !empty || snapshot.conversation !== null;
      greeting.update(snapshot);
      failure.node.hidden = screen !== 'failure';
      failure.update(state);
      signIn.node.hidden = screen !== 'sign-in';
      signIn.update(state);
    },
    focus: () => (failure.node.hidden ? signIn : failure).focus(),
  };
}
