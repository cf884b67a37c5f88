import type { ConnectionState } from '@throughline/chat-client';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { Clock } from '../../shared/clock.js';
import { emit } from '../../shared/events.js';
import { base, buttons } from '../../shared/styles.js';

const GOOD_NEWS_MS = 4_000;

/** Says how the connection stands whenever that is not simply fine. The desk reconnects by itself. */
export class ConnectionBar extends LitElement {
  static override properties = {
    connection: { attribute: false },
    caughtUp: { type: Boolean },
    savingPaused: { type: Boolean },
  };

  declare connection: ConnectionState;
  /** False while the desk lacks entries that it knows to exist. */
  declare caughtUp: boolean;
  declare savingPaused: boolean;

  readonly #clock = new Clock(this);
  #wasReady = false;
  #lost = false;
  #goodNewsUntil = 0;

  constructor() {
    super();
    this.connection = { kind: 'idle' };
    this.caughtUp = true;
    this.savingPaused = false;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('connection') && !changed.has('caughtUp')) return;
    if (this.connection.kind !== 'ready') {
      this.#lost = this.#wasReady;
      return;
    }
    this.#wasReady = true;
    if (!this.#lost || !this.caughtUp) return;
    this.#lost = false;
    this.#goodNewsUntil = this.#clock.now + GOOD_NEWS_MS;
  }

  protected override render(): TemplateResult {
    return html`<div class=${this.#tone()}>
      <span role="status">${this.#words()}</span>
      ${this.#action()}
    </div>`;
  }

  #tone(): string {
    if (this.connection.kind === 'refused') return 'bar bad';
    if (this.#lost || this.savingPaused) return 'bar warn';
    if (this.connection.kind !== 'ready') return 'bar';
    return this.#words() === '' ? 'bar quiet' : 'bar good';
  }

  #words(): string {
    const { connection } = this;
    if (connection.kind === 'refused') {
      return connection.code === 'version_unsupported'
        ? 'The server has a newer version of this desk.'
        : 'The server refused the connection.';
    }
    if (this.#lost) return 'Reconnecting…';
    if (this.savingPaused) return 'Trouble saving: what you write is kept here and will be sent';
    if (connection.kind === 'ready') {
      return this.#clock.now < this.#goodNewsUntil ? 'Back online, caught up' : '';
    }
    return 'Connecting…';
  }

  #action(): TemplateResult | typeof nothing {
    const { connection } = this;
    if (connection.kind === 'refused') {
      return html`<button class="link" @click=${() => location.reload()}>Load the desk again</button>`;
    }
    if (connection.kind !== 'waiting') return nothing;
    const seconds = Math.max(0, Math.ceil((connection.retryAt - this.#clock.now) / 1_000));
    return html`<span class="small">next try in ${seconds} s</span>
      <button class="link" @click=${() => emit(this, 'retry-wanted', null)}>Try now</button>`;
  }

  static override styles = [
    base,
    buttons,
    css`
      .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: center;
        gap: 0.25rem 0.75rem;
        padding: 0.375rem 1rem;
        background: var(--hover);
        font-weight: 550;
      }
      .quiet {
        padding: 0;
      }
      .good {
        background: var(--good-soft);
        color: var(--good-text);
      }
      .warn {
        background: var(--warn-soft);
        color: var(--warn-text);
      }
      .bad {
        background: var(--bad-soft);
        color: var(--bad-text);
      }
      button.link {
        color: inherit;
      }
    `,
  ];
}

customElements.define('desk-connection-bar', ConnectionBar);
