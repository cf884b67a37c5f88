import type { ChatClient, ChatSnapshot } from '@throughline/chat-client';
import { BROWSER_PATHS, type EscalationContext } from '@throughline/protocol';
import type { Company } from './accompany.js';
import { adoptStyles } from './adopt-styles.js';
import { setAttribute } from './dom.js';
import { fetchLater } from './fetch-later.js';
import type { CoreWidget, EscalateOptions, LoaderParts } from './loader/core-contract.js';
import { lastSeq } from './model/progress.js';
import { LOAD_LIMIT_MS, type Screen, screenOf } from './model/screen.js';
import { isLive } from './model/status.js';
import { titleOf } from './settings.js';
import { CORE_CSS } from './styles.js';
import { isComingBack } from './tab-storage.js';
import { focusedIn } from './view/focus.js';
import { icon } from './view/icons.js';
import { createPanel } from './view/panel.js';
import type { Asking } from './view/panel-state.js';

/** Ties the headless client to the views; holds only what the customer has done to the panel itself. */
export class Widget implements CoreWidget {
  readonly #parts: LoaderParts;
  readonly #host: HTMLElement;
  readonly #client: ChatClient;
  readonly #basePath: string;
  readonly #fullScreen = matchMedia('(max-width: 666.98px)');
  readonly #panel;

  #listening = new AbortController();
  #company: Company | undefined;
  #started = false;
  #open = false;
  #loadDeadlineAt = 0;
  #loadTimer: ReturnType<typeof setTimeout> | undefined;
  #asking: Asking = '';
  #escalation: EscalateOptions = {};
  #sentContext = '';
  #customerTag = '';
  #seen = { conversationId: '', seq: 0 };

  /** `basePath`: where the gateway is. */
  constructor(parts: LoaderParts, client: ChatClient, basePath: string) {
    this.#parts = parts;
    this.#host = parts.host;
    this.#client = client;
    this.#basePath = basePath;
    this.#panel = createPanel(
      {
        client,
        filesUrl: new URL(basePath + BROWSER_PATHS.files, location.href).href,
        minimize: () => this.close(),
        reachedEnd: () => this.#markRead(),
        ask: (asking) => {
          this.#asking = asking;
          this.render();
        },
      },
      parts.first.node,
    );
    parts.launcher.append(icon('down'));
    setAttribute(parts.launcher, 'aria-controls', 'panel');
    parts.root.adoptedStyleSheets = [];
    adoptStyles(parts.root, CORE_CSS);
    parts.frame.prepend(this.#panel.node);
  }

  get isOpen(): boolean {
    return this.#open;
  }

  attach(): void {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    signal.addEventListener(
      'abort',
      this.#client.subscribe(() => this.render()),
    );
    const attributes = new MutationObserver(() => this.render());
    attributes.observe(this.#host, { attributes: true });
    signal.addEventListener('abort', () => attributes.disconnect());
    this.#start();
    this.#fullScreen.addEventListener('change', () => this.render(), { signal });
    addEventListener('online', () => this.#wake(), { signal });
    document.addEventListener('visibilitychange', () => this.#onVisible(), { signal });
    if (isComingBack()) this.open();
    this.render();
  }

  detach(): void {
    this.#listening.abort();
    clearTimeout(this.#loadTimer);
    this.#client.stop();
    this.#company?.leave();
    this.#company = undefined;
    this.#started = false;
  }

  open(since?: number): void {
    if (this.#open) {
      this.#panel.focusHome();
      return;
    }
    this.#open = true;
    this.#parts.frame.classList.toggle('rising', this.#company !== undefined);
    this.#sayContext();
    if (!this.#started) this.#start();
    else this.#client.wake();
    const now = Date.now();
    this.#loadDeadlineAt = (since ?? now) + LOAD_LIMIT_MS;
    this.#loadTimer = setTimeout(() => this.render(), this.#loadDeadlineAt - now);
    this.render();
    this.#panel.focusHome();
    if (since === undefined) this.#parts.fire('open');
  }

  close(): void {
    if (!this.#open) return;
    const hadFocus = focusedIn(this.#panel.node) !== null;
    this.#open = false;
    this.#asking = '';
    this.#company?.closed();
    clearTimeout(this.#loadTimer);
    this.render();
    if (hadFocus) this.#parts.launcher.focus();
    this.#parts.fire('close');
  }

  escalate(options: EscalateOptions, since?: number): void {
    this.#escalation = options;
    this.#sayContext();
    this.open(since);
  }

  render(): void {
    const { snapshot } = this.#client;
    const now = Date.now();
    const { kind } = snapshot.connection;
    const screen = screenOf(snapshot, this.#loadDeadlineAt, now);
    const title = titleOf(this.#host);
    if (!isLive(snapshot) && this.#asking !== 'options') this.#asking = '';
    this.#meet(snapshot.customer?.tag ?? '');
    this.#parts.frame.setAttribute('aria-label', title);
    this.#parts.frame.classList.toggle('open', this.#open);
    setAttribute(this.#parts.launcher, 'aria-expanded', String(this.#open));
    const failed = this.#open && screen === 'failure';
    if (failed) this.#parts.first.fail();
    this.#panel.update({
      snapshot,
      now,
      title,
      open: this.#open,
      screen,
      fullScreen: this.#fullScreen.matches,
      asking: this.#asking,
      host: this.#host,
    });
    this.#company?.update(snapshot, this.#open, this.#seenSeq(snapshot));
    if (failed || kind !== 'signing-in') this.#beAccompanied(screen);
    this.#markRead();
  }

  /** The next customer says for themselves from where they ask. */
  #meet(customerTag: string): void {
    if (this.#customerTag && this.#customerTag !== customerTag) this.#sentContext = '';
    this.#customerTag = customerTag;
  }

  #start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#client.start();
  }

  #wake(): void {
    if (this.#started) this.#client.wake();
  }

  #onVisible(): void {
    if (document.visibilityState !== 'visible') return;
    this.#wake();
    this.#markRead();
  }

  /** Only when the customer opens the chat: browsing the portal tells an agent nothing. */
  #sayContext(): void {
    const context = this.#context();
    const text = JSON.stringify(context);
    if (text === this.#sentContext) return;
    this.#sentContext = text;
    this.#client.setContext(context);
  }

  /** The page the customer is on and what they want. */
  #context(): EscalationContext {
    const { intent = this.#host.dataset.intent, priority, context } = this.#escalation;
    const page = { url: location.pathname + location.search, title: document.title };
    return { intent, page, priority, context };
  }

  #markRead(): void {
    const { snapshot } = this.#client;
    const id = snapshot.conversation?.id;
    const seq = lastSeq(snapshot);
    if (!this.#isLookedAt() || id === undefined || seq <= this.#seenSeq(snapshot)) return;
    this.#seen = { conversationId: id, seq };
    this.#client.markRead(seq);
  }

  /** What the chat can do without comes now; nobody waits for it. */
  #beAccompanied(screen: Screen): void {
    const now = Date.now();
    const openedAt = this.#open ? this.#loadDeadlineAt - LOAD_LIMIT_MS : 0;
    fetchLater().then(
      ({ accompany }) => {
        if (!this.#started) return;
        if (!this.#company) {
          this.#company = accompany({
            client: this.#client,
            parts: this.#parts,
            basePath: this.#basePath,
            context: () => this.#context(),
            isLookedAt: () => this.#isLookedAt(),
            close: () => this.close(),
          });
          this.render();
        }
        if (screen === 'chat') this.#company.ready(openedAt, now);
        else if (screen === 'failure') this.#company.failed(openedAt, now);
      },
      () => undefined,
    );
  }

  #isLookedAt(): boolean {
    return this.#open && document.visibilityState === 'visible' && this.#panel.atEnd();
  }

  #seenSeq(snapshot: ChatSnapshot): number {
    return snapshot.conversation?.id === this.#seen.conversationId ? this.#seen.seq : 0;
  }
}
