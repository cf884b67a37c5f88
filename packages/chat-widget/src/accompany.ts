import type { ChatClient, ChatSnapshot } from '@throughline/chat-client';
import { laterParts } from '@throughline/chat-client/later';
import type { EscalationContext } from '@throughline/protocol';
import { adoptStyles } from './adopt-styles.js';
import { callBack } from './attention.js';
import { createBrowserTabs } from './browser-tabs.js';
import { createComeBack } from './come-back.js';
import { h, setText } from './dom.js';
import { LATER_CSS } from './later-styles.js';
import { laterWords } from './later-words.js';
import { createPhaseWatch, lateScriptMs, withoutFilesMs } from './load-phase.js';
import type { LoaderParts } from './loader/core-contract.js';
import { announcementsBetween } from './model/announcements.js';
import { noteText } from './model/note-text.js';
import { isLive } from './model/status.js';
import { unreadCount } from './model/unread.js';
import { createOtherTabs } from './other-tabs.js';
import { doubtSocket } from './reach.js';
import { createSilentSignIn } from './silent-sign-in.js';
import { startTelemetry } from './telemetry.js';
import { createAnnouncer } from './view/announcer.js';
import { createBadge } from './view/badge.js';
import { createCarryOver } from './view/carry-over.js';
import { giveWayToKeyboard } from './view/on-screen-keyboard.js';
import { createSurveyCard } from './view/survey-card.js';
import { createWithoutChat } from './view/without-chat.js';

export interface Accompanied {
  readonly client: ChatClient;
  readonly parts: LoaderParts;
  /** Customer door. */
  readonly basePath: string;
  /** What the customer wants, and from which page. */
  context(): EscalationContext;
  /** The customer has the newest message before their eyes. */
  isLookedAt(): boolean;
  close(): void;
}

export interface Company {
  /** What there is to show has changed. `seenSeq`: up to where the customer has seen it on this tab. */
  update(snapshot: ChatSnapshot, open: boolean, seenSeq: number): void;
  closed(): void;
  /** A chat is there; `openedAt` is when the customer clicked, 0 when nobody did. */
  ready(openedAt: number, now: number): void;
  /** The customer is shown other ways instead of a chat that they asked for at `openedAt`. */
  failed(openedAt: number, now: number): void;
  leave(): void;
}

/** The first WebSocket is given up for another way when it has not come by then, in milliseconds. */
const SOCKET_MS = 1_000;

/**
 * What goes on beside a chat: saying to screen readers what has changed, counting what is unread, finding the way back
 * from a sign-in, asking how a conversation was, telling the gateway how it went, giving the customer a code for a call,
 * opening hours and a promised call instead, calling them back, and giving way to the on-screen keyboard.
 */
export function accompany({ client, parts, basePath, context, isLookedAt, close }: Accompanied): Company {
  const { host, root, frame, launcher } = parts;
  client.complete(laterParts, createBrowserTabs());
  adoptStyles(root, LATER_CSS);
  // A browser's first format of times takes it long: not together with the first message.
  setTimeout(() => noteText.timeOf(0));
  const goingRound = setTimeout(() => {
    if (client.snapshot.connection.kind !== 'connecting') return;
    doubtSocket();
    client.wake(Number.POSITIVE_INFINITY);
  }, SOCKET_MS);
  const announcer = createAnnouncer();
  frame.append(announcer.node);
  const survey = createSurveyCard(basePath);
  frame.querySelector('.log')?.after(survey.node);
  const codeInstead = createCarryOver(basePath, context, 'reference');
  const codeBeside = createCarryOver(basePath, context, 'nothing');
  const withoutChat = createWithoutChat(host, basePath);
  const alsoOpen = h('p', { class: 'also', role: 'status' });
  frame.querySelector('.bottom')?.prepend(alsoOpen);
  const showAlsoOpen = () => {
    const isToBeSaid = otherTabs.haveItOpen && isLive(client.snapshot);
    setText(alsoOpen, isToBeSaid ? laterWords.alsoOpen : '');
  };
  const otherTabs = createOtherTabs(showAlsoOpen);
  const showUnread = createBadge(launcher);
  const signInSilently = createSilentSignIn(host);
  const comeBack = createComeBack();
  const folder = new URL(`${basePath}/`, location.href).href;
  const phases = createPhaseWatch();
  let before = client.snapshot;
  const telemetry = startTelemetry({ client, basePath, share: shareOf(host) });
  const scriptMs = lateScriptMs(host, folder);
  if (scriptMs !== null) telemetry.fallback('script', scriptMs);
  const stopCalling = callBack(client, isLookedAt);
  const stopGivingWay = giveWayToKeyboard(frame);
  /** Beside a number that the flow offers. */
  const offerCode = ({ conversation }: ChatSnapshot) => {
    const canCall = conversation?.ways?.ways.some(({ kind }) => kind === 'phone') ?? false;
    codeBeside.node.hidden = !canCall;
    if (!conversation || !canCall) return;
    if (!codeBeside.node.isConnected) frame.querySelector('.ways[role=group]')?.append(codeBeside.node);
    void codeBeside.ask(conversation.id);
  };
  let isReady = false;
  let toldOf = 0;
  return {
    update(snapshot, open, seenSeq) {
      phases.see(snapshot.connection);
      otherTabs.setOpen(open);
      showAlsoOpen();
      showUnread(open ? 0 : unreadCount(snapshot, seenSeq));
      if (open) announcer.announce(announcementsBetween(before, snapshot));
      before = snapshot;
      survey.update(snapshot);
      if (!open) return;
      offerCode(snapshot);
      signInSilently(snapshot);
      if (comeBack.update(snapshot)) close();
    },
    closed: comeBack.cancel,
    ready(openedAt, now) {
      if (isReady) return;
      isReady = true;
      telemetry.ready(openedAt, now);
      const ms = withoutFilesMs(folder, openedAt);
      if (toldOf !== openedAt && ms !== null) telemetry.fallback('chat', ms);
    },
    failed(openedAt, now) {
      if (toldOf === openedAt) return;
      toldOf = openedAt;
      const ms = withoutFilesMs(folder, openedAt);
      if (ms === null) telemetry.fallback(phases.current(), now - openedAt);
      else telemetry.fallback('chat', ms);
      frame.querySelector('.cannot-open')?.append(withoutChat.calls, codeInstead.node, withoutChat.hours);
      void withoutChat.ask();
      // Without a number to call, there is nobody to say it to.
      if (host.dataset.phone) void codeInstead.ask('');
    },
    leave() {
      clearTimeout(goingRound);
      announcer.node.remove();
      alsoOpen.remove();
      otherTabs.leave();
      stopCalling();
      stopGivingWay();
      telemetry.stop();
    },
  };
}

/** `data-telemetry`: the share of pages that tell times; all of them by default. */
function shareOf({ dataset }: HTMLElement): number {
  const share = Number(dataset.telemetry ?? '1');
  return share >= 0 && share <= 1 ? share : 1;
}
