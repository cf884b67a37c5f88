import type { Attachment } from '@throughline/protocol';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { emit } from '../../shared/events.js';
import { sizeWords } from '../../shared/format.js';
import { icons } from '../../shared/icons.js';
import { base, buttons } from '../../shared/styles.js';
import { logStyles } from './conversation-log.styles.js';
import { formattedText } from './formatted-text.js';
import './hidden-value.js';
import './hide-value.js';
import { type LogRow, logRows, type MessageRow } from './log-rows.js';
import type { OpenConversation } from './open-conversation.js';

/** The reader counts as being at the newest message within this many pixels of it. */
const AT_END_PX = 32;

/**
 * One conversation, oldest first. One element shows one conversation for its whole life, so that a screen reader
 * is told of what is new and not of history. Stays at the newest message unless the reader has scrolled away.
 */
export class ConversationLog extends LitElement {
  static override properties = {
    open: { attribute: false },
    agentName: {},
    revealReasons: { attribute: false },
    unseenBelow: { state: true },
  };

  declare open: OpenConversation;
  declare agentName: string;
  declare revealReasons: readonly string[];
  declare unseenBelow: boolean;

  #atEnd = true;
  readonly #resizes = new ResizeObserver(() => this.#follow());
  readonly #onAttention = (): void => this.#reportSeen();

  constructor() {
    super();
    this.agentName = '';
    this.revealReasons = [];
    this.unseenBelow = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resizes.observe(this);
    document.addEventListener('visibilitychange', this.#onAttention);
    window.addEventListener('focus', this.#onAttention);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizes.disconnect();
    document.removeEventListener('visibilitychange', this.#onAttention);
    window.removeEventListener('focus', this.#onAttention);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('open');
    if (before === undefined) return;
    if (this.open.transcript.pending.length > before.transcript.pending.length) this.#atEnd = true;
    const grew = this.open.transcript.entries.length > before.transcript.entries.length;
    this.unseenBelow = !this.#atEnd && (this.unseenBelow || grew);
  }

  protected override render(): TemplateResult {
    const rows = logRows(this.open, this.agentName, Date.now());
    const { entries, customerTyping } = this.open.transcript;
    const loading = (entries.at(-1)?.seq ?? 0) < this.open.conversation.headSeq;
    return html`
      <div
        class="scroll"
        role="log"
        aria-label="Conversation"
        aria-relevant="additions"
        aria-busy=${loading ? 'true' : 'false'}
        tabindex="0"
        @scroll=${this.#scrolled}
      >
        ${this.#earlier()}
        ${repeat(
          rows,
          (row) => row.key,
          (row) => this.#row(row),
        )}
      </div>
      <p class="typing small muted">
        ${customerTyping ? `${this.open.conversation.customer.displayName} is typing…` : nothing}
      </p>
      ${
        this.unseenBelow
          ? html`<button class="newer" @click=${this.#toEnd}>${icons.down} New messages</button>`
          : nothing
      }
    `;
  }

  protected override updated(): void {
    this.#follow();
    this.#reportSeen();
  }

  get #scroller(): HTMLElement | null {
    return this.renderRoot.querySelector('.scroll');
  }

  /** What was said in the conversation that this one continues: at hand, and out of the way. */
  #earlier(): TemplateResult | typeof nothing {
    const { earlier, ...transcript } = this.open.transcript;
    if (earlier.length === 0) return nothing;
    const open = { ...this.open, transcript: { ...transcript, earlier, entries: earlier, pending: [] } };
    return html`<details class="earlier">
      <summary>Previous conversation</summary>
      ${logRows(open, this.agentName, Date.now()).map((row) => this.#row(row))}
    </details>`;
  }

  #row(row: LogRow): TemplateResult {
    if (row.kind === 'message') return this.#message(row);
    return html`<p class=${row.kind}><span>${row.words}</span></p>`;
  }

  #message(row: MessageRow): TemplateResult {
    return html`<div class="message ${row.side}">
      ${row.author === null ? nothing : html`<p class="author small">${row.author}</p>`}
      ${row.text === '' ? nothing : this.#text(row)}
      ${row.files.map((file) => this.#file(file))}
      ${row.hidden === null ? nothing : html`<p class="hidden small">${icons.shield} ${row.hidden}</p>`}
      ${this.#revealable(row)} ${this.#hideable(row)}
      ${
        row.foot === null
          ? nothing
          : html`<p class="foot small ${row.failedId === null ? 'muted' : 'failed'}" aria-live="off">
              ${row.foot}${this.#choices(row.failedId)}
            </p>`
      }
    </div>`;
  }

  #text({ text, formatted }: MessageRow): TemplateResult {
    return formatted
      ? html`<div class="text formatted" dir="auto">${formattedText(text)}</div>`
      : html`<p class="text" dir="auto">${text}</p>`;
  }

  #file({ id, name, bytes, preview }: Attachment): TemplateResult {
    return html`<a class="file small" href="/api/v1/files/${id}" download=${name}>
      ${
        preview
          ? html`<img
              src="/api/v1/files/${preview.id}"
              width=${preview.width}
              height=${preview.height}
              alt=""
              loading="lazy"
            />`
          : nothing
      }
      <span dir="auto">${name}</span> <span class="muted">${sizeWords(bytes)}</span>
    </a>`;
  }

  /** What the customer wrote; agents know what they write themselves. */
  #hideable({ seq, side, text }: MessageRow): TemplateResult | typeof nothing {
    if (seq === null || side === 'own' || this.open.over) return nothing;
    return html`<desk-hide-value class="small hide" .seq=${seq} .text=${text}></desk-hide-value>`;
  }

  #revealable({ revealable }: MessageRow): TemplateResult | typeof nothing {
    if (revealable.length === 0 || this.open.over || this.revealReasons.length === 0) return nothing;
    return html`<div class="revealable small">
      ${revealable.map(
        ({ seq, index, what }) =>
          html`<desk-hidden-value
            .seq=${seq}
            .index=${index}
            .what=${what}
            .reasons=${this.revealReasons}
          ></desk-hidden-value>`,
      )}
    </div>`;
  }

  #choices(id: string | null): TemplateResult | typeof nothing {
    if (id === null) return nothing;
    return html` <button class="link" @click=${() => emit(this, 'message-retried', { id })}>Try again</button>
      <button class="link" @click=${() => emit(this, 'message-discarded', { id })}>Delete</button>`;
  }

  #scrolled(): void {
    const scroller = this.#scroller;
    if (scroller === null) return;
    this.#atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight <= AT_END_PX;
    if (!this.#atEnd) return;
    this.unseenBelow = false;
    this.#reportSeen();
  }

  #follow(): void {
    const scroller = this.#scroller;
    if (this.#atEnd && scroller !== null) scroller.scrollTop = scroller.scrollHeight;
  }

  #toEnd(): void {
    this.#atEnd = true;
    this.unseenBelow = false;
    this.#scroller?.focus();
  }

  #reportSeen(): void {
    const seq = this.open.transcript.entries.at(-1)?.seq;
    if (seq === undefined || !this.#atEnd || document.visibilityState !== 'visible') return;
    if (document.hasFocus()) emit(this, 'conversation-seen', { seq });
  }

  static override styles = [base, buttons, logStyles];
}

customElements.define('desk-conversation-log', ConversationLog);
