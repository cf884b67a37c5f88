import type { CoreWidget, EscalateOptions, FetchCore } from './core-contract.js';
import { CHAT, draw } from './drawing.js';
import { createFirstPanel } from './first-panel.js';
import { LOADER_CSS } from './loader-styles.js';
import { make } from './make.js';
import { firstWords } from './words.js';

/** How long a customer looks at a panel without a chat before they are offered other ways (T7), in milliseconds. */
const LOAD_LIMIT_MS = 2_500;
/** Longest pause before the next try to fetch the chat, in milliseconds. */
const MAX_PAUSE_MS = 8_000;
/** The latest that the chat waits for the page to settle, in milliseconds. */
const IDLE_MS = 3_000;

/**
 * `<throughline-chat>`: the launcher and the chat panel, in a shadow root of its own. It has the launcher at once,
 * fetches the chat when somebody may want it, and offers other ways while that cannot be fetched.
 * Attributes, events and custom properties are in the package's README.
 */
export class ThroughlineChat extends (globalThis.HTMLElement ?? class {}) {
  /** Customer door of elements without `data-base-path`. */
  static basePath = '/support';
  /** Where elements get the chat from. */
  static fetchCore: FetchCore;

  readonly #root = this.attachShadow({ mode: 'open' });
  readonly #panel = createFirstPanel(this);
  readonly #launcher = make(
    'button',
    {
      className: 'launcher',
      type: 'button',
      ariaLabel: firstWords.title,
      onclick: () => (this.#isOpen ? this.close() : this.open()),
      onpointerenter: () => this.#fetch(),
      onfocus: () => this.#fetch(),
    },
    draw(CHAT),
  );
  readonly #frame = make('section', {}, this.#panel.node, this.#launcher);
  #core: CoreWidget | undefined;
  #fetching = false;
  /** When the customer opened the panel, in ms since the epoch; 0 while it is closed. */
  #openedAt = 0;
  #escalation: EscalateOptions | undefined;

  constructor() {
    super();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(LOADER_CSS);
    this.#root.adoptedStyleSheets = [sheet];
    this.#root.append(this.#frame);
    this.#panel.node.onkeydown = ({ key }) => key === 'Escape' && this.close();
    this.#show(0);
  }

  connectedCallback(): void {
    if (this.#core) this.#core.attach();
    else whenIdle(() => this.#fetch(), { timeout: IDLE_MS });
  }

  disconnectedCallback(): void {
    this.#core?.detach();
  }

  /** Opens the panel and moves the focus into it. Needs the element to be in the page. */
  open(): void {
    this.#fetch();
    if (this.#core) this.#core.open();
    else if (!this.#openedAt) {
      this.#show(Date.now());
      setTimeout(this.#panel.fail, LOAD_LIMIT_MS);
      this.#fire('open');
    }
    this.#panel.node.focus();
  }

  /** Minimizes the panel; the conversation goes on. */
  close(): void {
    if (this.#core) this.#core.close();
    else if (this.#openedAt) {
      this.#show(0);
      this.#launcher.focus();
      this.#fire('close');
    }
  }

  /** Opens the panel and says what the customer needs, for the flow and for the agent. */
  escalate(options: EscalateOptions = {}): void {
    this.#escalation = options;
    if (this.#core) this.#core.escalate(options);
    else this.open();
  }

  /** Calls `listener` with the detail of each `throughline-<name>` event; returns what takes it off again. */
  on(name: string, listener: (detail: unknown) => void): () => void {
    const hear = (event: Event) => listener((event as CustomEvent).detail);
    this.addEventListener(EVENT + name, hear);
    return () => this.removeEventListener(EVENT + name, hear);
  }

  get #isOpen(): boolean {
    return this.#core ? this.#core.isOpen : this.#openedAt > 0;
  }

  #show(openedAt: number): void {
    this.#openedAt = openedAt;
    this.#panel.node.hidden = !openedAt;
    this.#launcher.ariaExpanded = String(openedAt > 0);
  }

  #fire(name: string, detail?: unknown): void {
    this.dispatchEvent(new CustomEvent(EVENT + name, { bubbles: true, composed: true, detail }));
  }

  async #fetch(): Promise<void> {
    if (this.#fetching) return;
    this.#fetching = true;
    for (let attempt = 0; !this.#core; attempt += 1) {
      const ms = Math.min(MAX_PAUSE_MS, 500 * 2 ** attempt);
      // A try that hangs gets company, the first one in time for the customer. It still counts when it comes late.
      await Promise.race([this.#try(attempt).catch(this.#panel.fail), pause(3 * ms)]);
      if (!this.#core) await pause(ms);
    }
  }

  async #try(attempt: number): Promise<void> {
    const start = await ThroughlineChat.fetchCore(attempt, this);
    if (this.#core) return;
    const core = start({
      host: this,
      root: this.#root,
      basePath: ThroughlineChat.basePath,
      frame: this.#frame,
      launcher: this.#launcher,
      first: this.#panel,
      fire: (name, detail) => this.#fire(name, detail),
    });
    this.#core = core;
    if (this.isConnected) core.attach();
    if (this.#escalation) core.escalate(this.#escalation, this.#openedAt);
    else if (this.#openedAt) core.open(this.#openedAt);
  }
}

/** Safari has no requestIdleCallback. */
const whenIdle = globalThis.requestIdleCallback ?? ((fetch: () => void) => setTimeout(fetch, IDLE_MS));

const EVENT = 'throughline-';

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

declare global {
  interface HTMLElementTagNameMap {
    'throughline-chat': ThroughlineChat;
  }
}

export const TAG_NAME = 'throughline-chat';

/** Registers the element; safe to call again, also from a second copy of this script. */
export function defineThroughlineChat(fetchCore: FetchCore): void {
  if (customElements.get(TAG_NAME)) return;
  ThroughlineChat.fetchCore = fetchCore;
  customElements.define(TAG_NAME, ThroughlineChat);
}
