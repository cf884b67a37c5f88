import type { CallbackWish } from '@throughline/protocol';
import {
  CALLBACKS_PATH,
  type CallbackView,
  type OpeningHours,
  type WaysWithoutChat,
  WITHOUT_CHAT_PATH,
} from '@throughline/protocol/without-chat';
import { h, setText } from '../dom.js';
import { laterWords as words } from '../later-words.js';
import { locale } from '../locale.js';
import { openingLines, placeOfTime } from '../model/opening-hours.js';
import { timeOf } from '../model/ways.js';
import { postJson } from '../post-json.js';
import { createCallbackForm } from './ways-card.js';

/** How long the gateway may take, in milliseconds. */
const LIMIT_MS = 5_000;

/** Opening hours, and a call asked for, where the gateway answers although no chat opens. */
export function createWithoutChat({ dataset }: HTMLElement, basePath: string) {
  const hours = h('div', { class: 'hours' });
  const calls = h('div', { class: 'ways-list', role: 'status' });
  let isUnderWay = false;

  const offerCall = (from: string) => {
    const open = () => {
      const back = () => offerCall(from).focus();
      const { form, field } = createCallbackForm(Date.parse(from) > Date.now() ? from : null, ask, back);
      calls.replaceChildren(form);
      field.focus();
    };
    const button = h('button', { class: 'quiet', type: 'button', onclick: open }, words.requestCallback);
    calls.replaceChildren(button);
    return button;
  };
  const ask = async (wish: CallbackWish, problem: HTMLElement) => {
    setText(problem, '');
    const response = await postJson(basePath + CALLBACKS_PATH, wish, LIMIT_MS);
    const call: CallbackView | undefined = response?.ok
      ? await response.json().catch(() => undefined)
      : undefined;
    if (call) {
      const promise = h('p', { tabindex: '-1' }, words.callAt(call.phoneEnd, timeOf(call)));
      calls.replaceChildren(promise);
      promise.focus();
    } else setText(problem, response?.status === 400 ? words.checkPhone : words.notDone);
  };
  // What the portal says of its hours stands until the gateway says more.
  if (dataset.hours) showHours(hours, h('p', {}, dataset.hours));

  return {
    calls,
    hours,
    async ask(): Promise<void> {
      // A form that is being filled in, and a promise, stay.
      if (isUnderWay || calls.hasChildNodes()) return;
      isUnderWay = true;
      const ways = await fetchWays(basePath);
      isUnderWay = false;
      if (ways?.hours) showHours(hours, ...toNodes(ways.hours));
      if (ways?.callbackFrom) offerCall(ways.callbackFrom);
    },
  };
}

function showHours(node: HTMLElement, ...children: readonly Node[]): void {
  node.replaceChildren(h('h4', {}, words.openingHours), ...children);
}

function toNodes(hours: OpeningHours): Node[] {
  const language = locale();
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const place = placeOfTime(hours.timeZone, own, language, new Date());
  const rows = openingLines(hours, language).flatMap(({ days, times }) => [
    h('dt', {}, days),
    h('dd', {}, times),
  ]);
  return [
    h('dl', {}, ...rows),
    ...(place === '' ? [] : [h('p', { class: 'small' }, place)]),
    h('p', { class: 'small' }, hours.isOpen ? words.openNow : words.closedNow),
  ];
}

async function fetchWays(basePath: string): Promise<WaysWithoutChat | null> {
  try {
    const url = new URL(basePath + WITHOUT_CHAT_PATH, location.href);
    const response = await fetch(url, { credentials: 'include', signal: AbortSignal.timeout(LIMIT_MS) });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}
