import { ThroughlineChat } from '@throughline/chat-widget/loader';
import { connectGateway } from './gateway.js';
import { offerOlderCall } from './older-call.js';
import type { MessengerSettings } from './settings.js';
import { MessengerStart } from './start-messenger.js';

/** The gateway puts it in. */
declare const SETTINGS: MessengerSettings;

/** Not `throughline-chat`: the gateway's own chat may have to stand beside it. */
const TAG_NAME = 'throughline-messenger';
/** As the loader waits, in milliseconds. */
const REPORT_AFTER_MS = 2_500;
/** After this long, a try that hangs is given up for another one, in milliseconds. */
const TRY_MS = 8_000;

// Known only while the script runs for the first time.
const script = document.currentScript as HTMLScriptElement | null;

if (!customElements.get(TAG_NAME)) {
  const dataset = script?.dataset ?? {};
  const folder = new URL('.', script?.src ?? location.href).href;
  const basePath = folder.slice(0, -1);
  const gateway = connectGateway({
    basePath,
    assertionUrl: dataset.assertionUrl ?? '/throughline/assertion',
    isTelling: dataset.telemetry !== '0',
  });
  const [, language = ''] = /\/messenger(\.[\w-]+)\.js/.exec(script?.src ?? '') ?? [];
  const start = new MessengerStart(SETTINGS, gateway, dataset, `${folder}widget${language}.js`);
  let isThere = false;
  let isReported = false;
  /** When the customer asked for the chat, in ms since the epoch; 0 before. */
  let openedAt = 0;
  const report = () => {
    if (isThere || isReported || openedAt === 0) return;
    isReported = true;
    gateway.report({ kind: 'fallback', phase: start.phase, ms: Date.now() - openedAt });
  };
  ThroughlineChat.basePath = basePath;
  const fetchChat = async () => {
    try {
      const chat = await start.run();
      isThere = true;
      return chat;
    } catch (error) {
      report();
      throw error;
    }
  };
  /** The loader sends company after a try that hangs. Here a second one would only begin what the first is at. */
  let underWay: ReturnType<typeof fetchChat> | undefined;
  ThroughlineChat.fetchCore = () => {
    if (underWay) return underWay;
    const attempt = fetchChat().finally(forget);
    const patience = setTimeout(forget, TRY_MS);
    function forget() {
      clearTimeout(patience);
      if (underWay === attempt) underWay = undefined;
    }
    underWay = attempt;
    return attempt;
  };
  customElements.define(TAG_NAME, ThroughlineChat);
  const element = document.createElement(TAG_NAME) as ThroughlineChat;
  Object.assign(element.dataset, dataset);
  element.on('open', () => {
    openedAt ||= Date.now();
    setTimeout(report, REPORT_AFTER_MS);
  });
  offerOlderCall(SETTINGS, () => element.open());
  Object.assign(globalThis, { throughlineMessenger: { signOut: () => start.signOut() } });
  const addToPage = () => document.body.append(element);
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', addToPage);
  else addToPage();
}
