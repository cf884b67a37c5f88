import type { ChatSnapshot } from '@throughline/chat-client';
import type { NewContent } from '@throughline/protocol';
import { h, setAttribute } from '../dom.js';
import { expectedCall } from '../model/expected-call.js';
import { rowsOf } from '../model/rows.js';
import type { Screen } from '../model/screen.js';
import { agentName, isLive, subtitleOf, waitOf } from '../model/status.js';
import { isCaughtUp } from '../model/unread.js';
import { words } from '../words.js';
import type { CallbackActions } from './callback-card.js';
import { createComposer } from './composer.js';
import type { Contact } from './contact-links.js';
import { createFailureCard } from './failure-card.js';
import { focusedIn, isShown, trapTab } from './focus.js';
import { createGreeting, createSkeleton } from './greeting.js';
import { createHeader } from './header.js';
import { createLazyPart } from './lazy-part.js';
import { createLog } from './log.js';
import type { MessageActions } from './message-actions.js';
import type { SharedActions } from './shared-card.js';
import type { SignInState } from './sign-in-card.js';
import { createSpeech } from './speech.js';
import { createStatusLine } from './status-line.js';
import { createTypingLine } from './typing-line.js';
import type { WaysActions } from './ways-card.js';

export interface PanelActions extends MessageActions, WaysActions, CallbackActions, SharedActions {
  minimize(): void;
  draft(text: string): void;
  send(text: string, content?: NewContent): void;
  typing(): void;
  /** The newest entry is before the customer's eyes. */
  reachedEnd(): void;
  askToEnd(): void;
  confirmEnd(): void;
  cancelEnd(): void;
  toggleOptions(): void;
}

export interface PanelState {
  readonly snapshot: ChatSnapshot;
  readonly screen: Screen;
  readonly open: boolean;
  /** On a small screen the panel is a modal dialog over the whole of it. */
  readonly fullScreen: boolean;
  /** Whether the customer is being asked to confirm the end, and if so, whether it was tried in vain. */
  readonly endQuestion: 'none' | 'asked' | 'failed';
  /** Whether what else can be done is shown. */
  readonly options: boolean;
  readonly title: string;
  readonly signInUrl: string;
  readonly contact: Contact;
  /** ms since the epoch. */
  readonly now: number;
}

/** Everything but the launcher. */
export function createPanel(actions: PanelActions) {
  const parts = createParts(actions);
  const speech = createSpeech(parts.log.speak);
  const { node, body, foot } = assemble(parts);
  let shown: PanelState | null = null;
  node.addEventListener('keydown', (event) => {
    if (shown?.fullScreen === true) trapTab(node, event);
    if (event.key !== 'Escape' || event.isComposing) return;
    if (shown?.options) {
      actions.toggleOptions();
      parts.header.focusOptions();
    } else if (shown?.endQuestion === 'none') actions.minimize();
    else actions.cancelEnd();
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
        if (asked && isLive(state.snapshot)) parts.header.focusEnd();
        else focusHome();
      }
    },
    focusHome,
    atEnd: parts.log.atEnd,
  };
}

type Parts = ReturnType<typeof createParts>;

function createParts(actions: PanelActions) {
  const composer = createComposer({
    draft: actions.draft,
    send: actions.send,
    filesUrl: actions.filesUrl,
    typing: actions.typing,
    scrollLog: (direction) => log.page(direction),
  });
  const log = createLog({ ...actions, leave: composer.focus });
  return {
    header: createHeader(actions),
    status: createStatusLine(),
    question: createLazyPart<boolean>((later) =>
      later.createEndQuestion({ confirm: actions.confirmEnd, cancel: actions.cancelEnd }),
    ),
    options: createLazyPart<PanelState>((later) => later.createOptions()),
    skeleton: createSkeleton(),
    greeting: createGreeting(),
    log,
    failure: createFailureCard(),
    signIn: createLazyPart<SignInState>((later) => later.createSignInCard()),
    typing: createTypingLine(),
    ways: createLazyPart<ChatSnapshot>((later) => later.createWaysCard(actions)),
    callback: createLazyPart<ChatSnapshot>((later) => later.createCallbackCard(actions)),
    shared: createLazyPart<ChatSnapshot>((later) => later.createSharedCard(actions)),
    composer,
  };
}

function assemble(parts: Parts) {
  const body = h(
    'div',
    { class: 'body' },
    parts.skeleton,
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
  const { snapshot, screen, contact, endQuestion } = state;
  const rows = rowsOf(snapshot, state.now);
  const empty = rows.length === 0;
  parts.header.update({
    title: state.title,
    subtitle: subtitleOf(snapshot),
    agent: snapshot.conversation?.agent?.displayName ?? '',
    canEnd: isLive(snapshot) && screen === 'chat' && endQuestion === 'none',
    options: screen === 'chat' && !empty && endQuestion === 'none' ? state.options : undefined,
  });
  parts.status.update({ text: screen === 'chat' ? waitOf(snapshot) : '', contact });
  parts.callback.update(expectedCall(snapshot) !== null, snapshot);
  parts.ways.update(snapshot.conversation?.ways !== undefined, snapshot);
  parts.shared.update(snapshot.conversation?.shared !== undefined, snapshot);
  parts.question.update(endQuestion !== 'none', endQuestion === 'failed');
  parts.options.update(state.options && endQuestion === 'none', state);
  parts.skeleton.hidden = screen !== 'loading' || !empty;
  parts.greeting.node.hidden = screen !== 'chat' || !empty || snapshot.conversation !== null;
  parts.greeting.update(snapshot.customer?.displayName ?? '', snapshot.availability);
  parts.log.node.hidden = screen === 'failure' || (empty && screen !== 'chat');
  parts.log.update(rows);
  parts.failure.node.hidden = screen !== 'failure';
  parts.failure.update({ contact, refused: snapshot.connection.kind === 'refused' });
  parts.signIn.update(screen === 'sign-in', { ...state, strip: isKnown(state) });
  parts.typing.update(snapshot.agentTyping ? words.isTyping(agentName(snapshot)) : '');
  parts.composer.update(snapshot.draft, snapshot.conversation?.state === 'ended', snapshot.files);
}

/** What somebody writes who has never been welcomed could not be kept over the sign-in. */
function isKnown({ snapshot }: PanelState): boolean {
  return snapshot.customer !== null;
}

function homeOf(parts: Parts, screen: Screen): { focus(): void } {
  if (screen === 'failure') return parts.failure;
  return screen === 'sign-in' ? parts.signIn : parts.composer;
}

function setModal(node: HTMLElement, fullScreen: boolean): void {
  setAttribute(node, 'role', fullScreen ? 'dialog' : null);
  setAttribute(node, 'aria-modal', fullScreen ? 'true' : null);
  setAttribute(node, 'aria-labelledby', fullScreen ? 'title' : null);
}
