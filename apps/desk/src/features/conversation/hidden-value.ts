import type { Revealed } from '@throughline/chat-client/desk';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { emit } from '../../shared/events.js';
import { base, buttons } from '../../shared/styles.js';

const SECOND_MS = 1_000;

/**
 * A value that masking hid and that this agent may look at: asks for the reason, shows it for as long as the gateway
 * says, and then keeps nothing of it. The value is nowhere but in this element while it is shown.
 */
export class HiddenValue extends LitElement {
  static override properties = {
    seq: { type: Number },
    index: { type: Number },
    what: {},
    reasons: { attribute: false },
    stage: { state: true },
    left: { state: true },
    refusal: { state: true },
  };

  /** Of the message. */
  declare seq: number;
  /** Which of the message's values. */
  declare index: number;
  /** What it is, in words. */
  declare what: string;
  declare reasons: readonly string[];
  declare stage: 'hidden' | 'asking' | 'waiting' | 'shown';
  /** Seconds until it is hidden again. */
  declare left: number;
  declare refusal: string;

  #value = '';
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.seq = 0;
    this.index = 0;
    this.what = '';
    this.reasons = [];
    this.stage = 'hidden';
    this.left = 0;
    this.refusal = '';
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#hide();
  }

  protected override render(): TemplateResult {
    if (this.stage === 'shown') return this.#shown();
    if (this.stage === 'hidden') {
      return html`<button class="link" @click=${this.#ask}>Show the ${this.what}</button>${this.#refused()}`;
    }
    return html`<form aria-label="Show the ${this.what}" @submit=${this.#submit}>
      <label>
        Reason
        <select name="reason">
          ${this.reasons.map((reason) => html`<option>${reason}</option>`)}
        </select>
      </label>
      <button type="submit" class="primary" aria-disabled=${this.stage === 'waiting' ? 'true' : nothing}>
        Show
      </button>
      <button type="button" class="quiet" @click=${this.#hide}>Cancel</button>
      <p class="muted">It is recorded that you looked, and why.</p>
    </form>`;
  }

  #shown(): TemplateResult {
    return html`<p class="shown">
      <output aria-label=${this.what} dir="auto">${this.#value}</output>
      <span class="muted" aria-live="off">Hidden again in ${this.left} s</span>
      <button class="link" @click=${this.#hide}>Hide now</button>
    </p>`;
  }

  #refused(): TemplateResult | typeof nothing {
    return this.refusal === '' ? nothing : html` <span class="refusal" role="alert">${this.refusal}</span>`;
  }

  #ask(): void {
    this.refusal = '';
    this.stage = 'asking';
    void this.updateComplete.then(() => this.renderRoot.querySelector('select')?.focus());
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    if (this.stage !== 'asking') return;
    this.stage = 'waiting';
    const reason = String(new FormData(event.target as HTMLFormElement).get('reason'));
    const { seq, index } = this;
    emit(this, 'value-wanted', {
      seq,
      index,
      reason,
      show: (revealed) => this.#show(revealed),
      refuse: (words) => {
        this.#hide();
        this.refusal = words;
      },
    });
  }

  #show({ value, seconds }: Revealed): void {
    // Canceled, or off the page, in the meantime.
    if (this.stage !== 'waiting' || !this.isConnected) return;
    const until = Date.now() + seconds * SECOND_MS;
    this.#value = value;
    this.left = seconds;
    this.stage = 'shown';
    // The button that had the focus is gone.
    void this.updateComplete.then(() => this.renderRoot.querySelector('button')?.focus());
    // By the clock: timers of a page in the background come late.
    this.#timer = setInterval(() => {
      this.left = Math.ceil((until - Date.now()) / SECOND_MS);
      if (this.left <= 0) this.#hide();
    }, SECOND_MS);
  }

  #hide(): void {
    clearInterval(this.#timer);
    this.#value = '';
    this.stage = 'hidden';
  }

  static override styles = [
    base,
    buttons,
    css`
      form,
      .shown {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.375rem 0.5rem;
        margin-top: 0.1875rem;
        padding: 0.5rem 0.75rem;
        border: 1px solid var(--line-strong);
        border-radius: var(--radius);
        background: var(--surface);
        color: var(--text);
      }
      form p {
        flex-basis: 100%;
      }
      label {
        display: inline-flex;
        align-items: center;
        gap: 0.375rem;
        font-weight: 550;
      }
      select {
        min-height: 2.25rem;
        padding: 0 0.5rem;
        border: 1px solid var(--line-strong);
        border-radius: var(--radius);
        background: var(--surface);
        color: var(--text);
        font: inherit;
      }
      output {
        font-size: var(--text-l);
        font-weight: 600;
        overflow-wrap: anywhere;
        user-select: all;
      }
      .refusal {
        color: var(--bad-text);
      }
    `,
  ];
}

customElements.define('desk-hidden-value', HiddenValue);
