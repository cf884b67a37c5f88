import type { ChatSnapshot } from '@throughline/chat-client';
import { h, setAttribute, setText } from '../dom.js';
import { later } from '../fetch-later.js';
import { isCaughtUp } from '../model/progress.js';
import { rowsOf } from '../model/rows.js';
import { isLive, isReconnecting } from '../model/status.js';
import { words } from '../words.js';
import { createComposer } from './composer.js';
import { focusedIn, isShown } from './focus.js';
import { createHeader } from './header.js';
import { createLazyPart } from './lazy-part.js';
import { createLog } from './log.js';
import type { PanelActions, PanelState } from './panel-state.js';
import { createSpeech } from './speech.js';

/** Everything but the launcher. `first` stands where a chat or what to do without one will be. */
export function createPanel(actions: PanelActions, first: HTMLElement) {
  const composer = createComposer(actions, (direction) => log.page(direction));
  const log = createLog(actions, composer.focus);
  const tools = createLazyPart((late) => late.createHeaderTools(actions));
  const header = createHeader(actions.minimize, tools.node);
  const contacts = createLazyPart((late) => late.createContactLinks());
  const waiting = h('p', { role: 'status' });
  const status = h('div', { class: 'status' }, waiting, contacts.node);
  const strips = createLazyPart((late) => late.createStrips(actions));
  const cards = createLazyPart((late) => late.createCards());
  const typing = createLazyPart((late) => late.createTypingLine());
  const body = h('div', { class: 'body' }, first, cards.node, log.node, log.pill);
  const foot = h('div', { class: 'bottom' }, typing.node, composer.node);
  const node = h('div', { class: 'panel', id: 'panel' }, header.node, status, strips.node, body, foot);
  const speech = createSpeech(log.speak);
  let shown: PanelState | undefined;

  const isAsking = () => shown?.asking === 'end' || shown?.asking === 'failed';
  const focusHome = () => {
    const { screen } = shown ?? {};
    if (screen === 'failure' && !later) first.focus();
    else (screen === 'failure' || screen === 'sign-in' ? cards : composer).focus();
  };
  const updateParts = (state: PanelState) => {
    const { snapshot, screen } = state;
    const { conversation } = snapshot;
    const rows = rowsOf(snapshot, state.now, later?.noteText);
    const empty = rows.length === 0;
    const isChat = screen === 'chat';
    header.update(state.title, snapshot);
    tools.update(state, empty);
    setText(waiting, isChat ? waitOf(snapshot) : '');
    status.hidden = waiting.textContent === '';
    contacts.update(state.host);
    strips.update(state);
    cards.update(state, empty);
    log.node.hidden = screen === 'failure' || (empty && !isChat);
    log.update(rows);
    // Never a blank panel while the rest is on its way.
    first.hidden = !empty || (!!later && screen !== 'loading');
    if (isChat) setText(first, words.writeMessage);
    typing.update(snapshot);
    composer.update(snapshot.draft, conversation?.state === 'ended', snapshot.files);
  };

  node.addEventListener('keydown', (event) => {
    if (shown?.fullScreen) later?.trapTab(node, event);
    if (event.key !== 'Escape' || event.isComposing) return;
    const { asking } = shown ?? {};
    if (!asking) actions.minimize();
    else {
      actions.ask('');
      if (asking === 'options') tools.focus();
    }
  });

  return {
    node,
    update(state: PanelState): void {
      const focused = focusedIn(node);
      const asked = isAsking();
      const opened = state.open && !shown?.open;
      shown = state;
      node.hidden = !state.open;
      setModal(node, state.fullScreen);
      body.inert = isAsking();
      foot.inert = isAsking();
      // What somebody writes who has never been welcomed could not be kept over the sign-in.
      foot.hidden =
        state.screen === 'failure' || (state.screen === 'sign-in' && state.snapshot.customer === null);
      updateParts(state);
      speech(state.open, isCaughtUp(state.snapshot));
      if (opened) {
        log.toEnd();
        composer.fit();
      }
      if (isAsking() && !asked) strips.focus();
      else if (state.open && focused !== null && !isShown(focusedIn(node) ?? focused)) {
        if (asked && isLive(state.snapshot)) tools.focus();
        else focusHome();
      }
    },
    focusHome,
    atEnd: log.atEnd,
  };
}

function waitOf(snapshot: ChatSnapshot): string {
  if (later) return later.waitOf(snapshot);
  return snapshot.customer !== null && isReconnecting(snapshot) ? words.reconnecting : '';
}

function setModal(node: HTMLElement, fullScreen: boolean): void {
  setAttribute(node, 'role', fullScreen ? 'dialog' : null);
  setAttribute(node, 'aria-modal', fullScreen ? 'true' : null);
  setAttribute(node, 'aria-labelledby', fullScreen ? 'title' : null);
}
