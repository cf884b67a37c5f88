import type { ChatClient, ChatSnapshot } from '@throughline/chat-client';
import { CUSTOMER_PATHS } from '@throughline/protocol';
import type { Company } from './accompany.js';
import { adoptStyles } from './adopt-styles.js';
import { createComeBack } from './come-back.js';
import { fetchLater } from './fetch-later.js';
import type { CoreWidget, EscalateOptions, LoaderParts } from './loader/core-contract.js';
import { announcementsBetween } from './model/announcements.js';
import { LOAD_LIMIT_MS, screenOf } from './model/screen.js';
import { isLive } from './model/status.js';
import { lastSeq, unreadCount } from './model/unread.js';
import { contactOf, escalationContext, signInUrlOf, silentSignInUrlOf, titleOf } from './settings.js';
import { CORE_CSS } from './styles.js';
import { createAnnouncer } from './view/announcer.js';
import { focusedIn } from './view/focus.js';
import { createLauncher } from './view/launcher.js';
import { createPanel } from './view/panel.js';
import { words } from './words.js';

/** Fragment of a page that somebody came back to unsigned. */
const SIGN_IN_FAILED = '#throughline-sign-in=';

/** Ties the headless client to the views; holds only what the customer has done to the panel itself. */
export class Widget implements CoreWidget {
  readonly #parts: LoaderParts;
  readonly #host: HTMLElement;
  readonly #client: ChatClient;
  readonly #basePath: string;
  readonly #announcer = createAnnouncer();
  readonly #comeBack = createComeBack();
  readonly #fullScreen = matchMedia('(max-width: 666.98px)');
  readonly #launcher;
  readonly #panel;

  #listening = new AbortController();
  #company: Company | undefined;
  #started = false;
  #open = false;
  #loadDeadlineAt = 0;
  #loadTimer: ReturnType<typeof setTimeout> | undefined;
  #options = false;
  #endQuestion: 'none' | 'asked' | 'sent' | 'failed' = 'none';
  #intent: string | undefined;
  #sentContext = '';
  /** The identity provider may know the customer; not when the browser has just come from there. */
  #triesSilently = false;
  #seen = { conversationId: '', seq: 0 };
  #before: ChatSnapshot;

  /** `basePath`: where the gateway is. */
  constructor(parts: LoaderParts, client: ChatClient, basePath: string) {
    this.#parts = parts;
    this.#host = parts.host;
    this.#client = client;
    this.#basePath = basePath;
    this.#before = client.snapshot;
    this.#panel = createPanel({
      minimize: () => this.close(),
      draft: (text) => client.setDraft(text),
      send: (text, content) => client.send(text, content),
      answer: (toSeq, given, text) => client.send(text, { kind: 'answer', toSeq, given }),
      filesUrl: new URL(basePath + CUSTOMER_PATHS.files, location.href).href,
      typing: () => client.typing(),
      retry: (id) => client.retry(id),
      discard: (id) => client.discard(id),
      choose: (way) => client.choose(way),
      cancelCallback: () => client.cancelCallback(),
      withhold: (item) => client.withhold(item),
      reachedEnd: () => this.#markRead(),
      askToEnd: () => this.#askToEnd('asked'),
      confirmEnd: () => this.#end(),
      cancelEnd: () => this.#askToEnd('none'),
      toggleOptions: () => {
        this.#options = !this.#options;
        this.render();
      },
    });
    this.#launcher = createLauncher(parts.launcher);
    parts.root.adoptedStyleSheets = [];
    adoptStyles(parts.root, CORE_CSS);
    parts.frame.prepend(this.#panel.node);
    parts.frame.append(this.#announcer.node);
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
    // What the gateway has put there for us is of no use to the page.
    if (location.hash.startsWith(SIGN_IN_FAILED))
      history.replaceState(history.state, '', location.href.split('#')[0]);
    this.#triesSilently = !this.#comeBack.isExpected();
    if (!this.#triesSilently) this.open();
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
    this.#endQuestion = 'none';
    this.#options = false;
    this.#comeBack.cancel();
    clearTimeout(this.#loadTimer);
    this.render();
    if (hadFocus) this.#launcher.focus();
    this.#parts.fire('close');
  }

  escalate({ intent }: EscalateOptions, since?: number): void {
    this.#intent = intent;
    this.#sayContext();
    this.open(since);
  }

  render(): void {
    const { snapshot } = this.#client;
    if (this.#open && this.#comeBack.update(snapshot)) this.close();
    this.#signInSilently(snapshot);
    const now = Date.now();
    if (!isLive(snapshot)) this.#endQuestion = 'none';
    const title = titleOf(this.#host);
    const screen = screenOf(snapshot, this.#loadDeadlineAt, now);
    this.#parts.frame.setAttribute('aria-label', title);
    this.#parts.frame.classList.toggle('open', this.#open);
    this.#launcher.update({ open: this.#open, unread: unreadCount(snapshot, this.#seenSeq(snapshot)) });
    this.#panel.update({
      snapshot,
      now,
      title,
      open: this.#open,
      screen,
      options: this.#options,
      fullScreen: this.#fullScreen.matches,
      endQuestion: this.#endQuestion === 'sent' ? 'asked' : this.#endQuestion,
      signInUrl: signInUrlOf(this.#host),
      contact: contactOf(this.#host),
    });
    const before = this.#before;
    this.#before = snapshot;
    // The next customer says for themselves from where they ask.
    if (before.customer && before.customer.tag !== snapshot.customer?.tag) this.#sentContext = '';
    if (this.#open) this.#announcer.announce(announcementsBetween(before, snapshot));
    const failed = this.#open && screen === 'failure';
    if (failed || (snapshot.connection.kind === 'ready' && before.connection.kind !== 'ready'))
      this.#beAccompanied(failed);
    this.#markRead();
  }

  /** Once, and only for whom nothing is written yet: a navigation leaves the page. */
  #signInSilently({ connection, customer }: ChatSnapshot): void {
    if (!this.#open || !this.#triesSilently || connection.kind !== 'sign-in-needed' || customer) return;
    this.#triesSilently = false;
    const url = silentSignInUrlOf(this.#host);
    if (url) location.assign(url);
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
    const context = escalationContext(this.#intent ?? this.#host.dataset.intent);
    const text = JSON.stringify(context);
    if (text === this.#sentContext) return;
    this.#sentContext = text;
    this.#client.setContext(context);
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
  #beAccompanied(failed: boolean): void {
    const now = Date.now();
    const openedAt = this.#open ? this.#loadDeadlineAt - LOAD_LIMIT_MS : 0;
    fetchLater().then(
      ({ accompany }) => {
        if (!this.#started) return;
        this.#company ??= accompany({
          client: this.#client,
          host: this.#host,
          basePath: this.#basePath,
          isLookedAt: () => this.#isLookedAt(),
        });
        if (failed) this.#company.failed(openedAt, now);
        else this.#company.ready(openedAt, now);
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

  #askToEnd(question: 'none' | 'asked' | 'failed'): void {
    this.#endQuestion = question;
    this.render();
  }

  async #end(): Promise<void> {
    if (this.#endQuestion === 'sent') return;
    this.#endQuestion = 'sent';
    try {
      await this.#client.end();
      this.#askToEnd('none');
    } catch {
      this.#askToEnd('failed');
      this.#announcer.announce({ polite: null, urgent: words.endChatFailed });
    }
  }
}
