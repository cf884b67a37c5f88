import type { ChatSnapshot } from '@throughline/chat-client';
import type { NewContent } from '@throughline/protocol';
import { h, setAttribute } from '../dom.js';
import { later } from '../fetch-later.js';
import { rowsOf } from '../model/rows.js';
import type { Screen } from '../model/screen.js';
import { isLive, isReconnecting } from '../model/status.js';
import { isCaughtUp } from '../model/unread.js';
import { words } from '../words.js';
import type { CallbackActions } from './callback-card.js';
import { createComposer } from './composer.js';
import type { EndQuestionActions } from './end-question.js';
import { focusedIn, isShown } from './focus.js';
import { createHeader } from './header.js';
import type { HeaderToolActions, HeaderToolState } from './header-tools.js';
import { createLazyPart } from './lazy-part.js';
import { createLog } from './log.js';
import type { MessageActions } from './message-actions.js';
import type { PanelState } from './panel-state.js';
import type { SharedActions } from './shared-card.js';
import { createSpeech } from './speech.js';
import { createStatusLine } from './status-line.js';
import type { WaysActions } from './ways-card.js';

export interface PanelActions
  extends MessageActions,
    WaysActions,
    CallbackActions,
    SharedActions,
    HeaderToolActions,
    EndQuestionActions {
  minimize(): void;
  draft(text: string): void;
  send(text: string, content?: NewContent): void;
  typing(): void;
  /** The newest entry is before the customer's eyes. */
  reachedEnd(): void;
}

/** Everything but the launcher. `first` stands where a chat or what to do without one will be. */
export function createPanel(actions: PanelActions, first: HTMLElement) {
  const parts = createParts(actions, first);
  const speech = createSpeech(parts.log.speak);
  const { node, body, foot } = assemble(parts);
  let shown: PanelState | null = null;
  node.addEventListener('keydown', (event) => {
    if (shown?.fullScreen) later?.trapTab(node, event);
    if (event.key !== 'Escape' || event.isComposing) return;
    if (shown?.options) {
      actions.toggleOptions();
      parts.tools.focus();
    } else if (shown?.endQuestion === 'none') actions.minimize();
    else actions.askToEnd('none');
  });

  const focusHome = () => homeOf(parts, shown?.screen ?? 'loading').focus();
  return {
    node,
    update(state: PanelState): void {
      const focused = focusedIn(node);
      const asking = state.endQuestion !== 'none';
      const asked = shown !== null && shown.endQuestion !== 'none';
      const opened = state.open && shown?.open !== true;
      shown = state;
      node.hidden = !state.open;
      setModal(node, state.fullScreen);
      body.inert = asking;
      foot.inert = asking;
      foot.hidden = state.screen === 'failure' || (state.screen === 'sign-in' && !isKnown(state));
      updateParts(parts, state);
      speech(state.open, isCaughtUp(state.snapshot));
      if (opened) {
        parts.log.toEnd();
        parts.composer.fit();
      }
      if (asking && !asked) parts.question.focus();
      else if (state.open && focused !== null && !isShown(focusedIn(node) ?? focused)) {
        if (asked && isLive(state.snapshot)) parts.tools.focus();
        else focusHome();
      }
    },
    focusHome,
    atEnd: parts.log.atEnd,
  };
}

type Parts = ReturnType<typeof createParts>;

function createParts(actions: PanelActions, first: HTMLElement) {
  const composer = createComposer({
    draft: actions.draft,
    send: actions.send,
    filesUrl: actions.filesUrl,
    typing: actions.typing,
    scrollLog: (direction) => log.page(direction),
  });
  const log = createLog({ ...actions, leave: composer.focus });
  const tools = createLazyPart<HeaderToolState>((late) => late.createHeaderTools(actions));
  const contacts = createLazyPart<HTMLElement>((late) => late.createContactLinks());
  return {
    tools,
    contacts,
    header: createHeader(actions.minimize, tools.node),
    status: createStatusLine(contacts.node),
    question: createLazyPart<boolean>((late) => late.createEndQuestion(actions)),
    options: createLazyPart<PanelState>((late) => late.createOptions()),
    greeting: createLazyPart<ChatSnapshot>((late) => late.createGreeting()),
    log,
    /** The loader's words, until there is more to say. */
    first,
    failure: createLazyPart<PanelState>((late) => late.createFailureCard()),
    signIn: createLazyPart<PanelState>((late) => late.createSignInCard()),
    typing: createLazyPart<ChatSnapshot>((late) => late.createTypingLine()),
    ways: createLazyPart<ChatSnapshot>((late) => late.createWaysCard(actions)),
    callback: createLazyPart<ChatSnapshot>((late) => late.createCallbackCard(actions)),
    shared: createLazyPart<ChatSnapshot>((late) => late.createSharedCard(actions)),
    composer,
  };
}

function assemble(parts: Parts) {
  const body = h(
    'div',
    { class: 'body' },
    parts.first,
    parts.greeting.node,
    parts.log.node,
    parts.log.pill,
    parts.failure.node,
    parts.signIn.node,
  );
  const foot = h('div', { class: 'bottom' }, parts.typing.node, parts.composer.node);
  const node = h(
    'div',
    { class: 'panel', id: 'panel', hidden: true },
    parts.header.node,
    parts.status.node,
    parts.options.node,
    parts.shared.node,
    parts.callback.node,
    parts.ways.node,
    parts.question.node,
    body,
    foot,
  );
  return { node, body, foot };
}

function updateParts(parts: Parts, state: PanelState): void {
  const { snapshot, screen, endQuestion } = state;
  const { conversation } = snapshot;
  const rows = rowsOf(snapshot, state.now, later?.noteText);
  const empty = rows.length === 0;
  const canAsk = screen === 'chat' && endQuestion === 'none';
  parts.header.update({
    title: state.title,
    subtitle: later?.subtitleOf(snapshot) ?? '',
    agent: conversation?.agent?.displayName ?? '',
  });
  parts.tools.update(canAsk, {
    canEnd: isLive(snapshot),
    options: empty ? undefined : state.options,
  });
  const wait = screen === 'chat' ? waitOf(snapshot) : '';
  parts.status.update(wait);
  parts.contacts.update(wait !== '', state.host);
  parts.callback.update(snapshot.callback !== null, snapshot);
  parts.ways.update(conversation?.ways !== undefined, snapshot);
  parts.shared.update(conversation?.shared !== undefined, snapshot);
  parts.question.update(endQuestion !== 'none', endQuestion === 'failed');
  parts.options.update(state.options && endQuestion === 'none', state);
  parts.greeting.update(screen === 'chat' && empty && conversation === null, snapshot);
  parts.log.node.hidden = screen === 'failure' || (empty && screen !== 'chat');
  parts.log.update(rows);
  parts.first.hidden = !empty || !(screen === 'loading' || (screen === 'failure' && !later));
  parts.failure.update(screen === 'failure', state);
  parts.signIn.update(screen === 'sign-in', state);
  parts.typing.update(snapshot.agentTyping, snapshot);
  parts.composer.update(snapshot.draft, conversation?.state === 'ended', snapshot.files);
}

function waitOf(snapshot: ChatSnapshot): string {
  if (later) return later.waitOf(snapshot);
  return isKnown({ snapshot }) && isReconnecting(snapshot) ? words.reconnecting : '';
}

/** What somebody writes who has never been welcomed could not be kept over the sign-in. */
function isKnown({ snapshot }: Pick<PanelState, 'snapshot'>): boolean {
  return snapshot.customer !== null;
}

function homeOf(parts: Parts, screen: Screen): { focus(): void } {
  if (screen === 'failure') return later ? parts.failure : parts.first;
  return screen === 'sign-in' ? parts.signIn : parts.composer;
}

function setModal(node: HTMLElement, fullScreen: boolean): void {
  setAttribute(node, 'role', fullScreen ? 'dialog' : null);
  setAttribute(node, 'aria-modal', fullScreen ? 'true' : null);
  setAttribute(node, 'aria-labelledby', fullScreen ? 'title' : null);
}
