import type { ChatClient } from '@throughline/chat-client';
import { createPortalClient } from './portal-client.js';
import { ATTRIBUTES, type ClientSettings, clientSettings } from './settings.js';
import { Widget } from './widget.js';

/** Makes the headless client when the element first enters a page. */
export type ClientFactory = (settings: ClientSettings) => ChatClient;

export interface EscalateOptions {
  /** What the customer wants, in a word or two that flows can test, for example `order-stuck`. */
  readonly intent?: string;
}

/**
 * `<throughline-chat>`: the launcher and the chat panel, in a shadow root of its own.
 * Attributes, events and custom properties are in the package's README.
 *
 * @fires throughline-open - the panel has opened
 * @fires throughline-close - the panel has been minimized
 */
export class ThroughlineChat extends (globalThis.HTMLElement ?? class {}) {
  static readonly observedAttributes: readonly string[] = ATTRIBUTES;

  /** Customer door of elements without `data-base-path`. */
  static basePath = '/support';

  readonly #createClient: ClientFactory;
  #widget: Widget | null = null;

  constructor(createClient: ClientFactory = createPortalClient) {
    super();
    this.#createClient = createClient;
  }

  connectedCallback(): void {
    this.#widget ??= new Widget(this, this.#createClient(clientSettings(this, ThroughlineChat.basePath)));
    this.#widget.attach();
  }

  disconnectedCallback(): void {
    this.#widget?.detach();
  }

  attributeChangedCallback(): void {
    this.#widget?.render();
  }

  /** Opens the panel and moves the focus into it. Needs the element to be in the page. */
  open(): void {
    this.#widget?.open();
  }

  /** Minimizes the panel; the conversation goes on. */
  close(): void {
    this.#widget?.close();
  }

  /** Opens the panel and says what the customer needs, for the flow and for the agent. */
  escalate(options: EscalateOptions = {}): void {
    this.#widget?.escalate(options.intent);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'throughline-chat': ThroughlineChat;
  }
}

export const TAG_NAME = 'throughline-chat';

/** Registers the element; safe to call again, also from a second copy of this script. */
export function defineThroughlineChat(): void {
  if (customElements.get(TAG_NAME) === undefined) customElements.define(TAG_NAME, ThroughlineChat);
}
