import { type FileRules, LIMITS } from '@throughline/protocol';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { emit } from '../../shared/events.js';
import { icons } from '../../shared/icons.js';
import { base, buttons } from '../../shared/styles.js';
import './reply-extras.js';
import type { ReplyExtras } from './reply-extras.js';

/** The count of characters left shows when fewer than this remain. */
const COUNT_FROM = 400;
/** `keyCode` of every key that goes to an input method, in engines that clear `isComposing` too early. */
const IME_KEY_CODE = 229;

/** Where the agent writes. The draft belongs to whoever composes this element. */
export class Composer extends LitElement {
  static override properties = {
    draft: {},
    customerName: {},
    conversationId: {},
    files: { attribute: false },
  };

  declare draft: string;
  declare customerName: string;
  declare conversationId: string;
  /** Null when no files can be sent. */
  declare files: FileRules | null;

  constructor() {
    super();
    this.draft = '';
    this.customerName = '';
    this.conversationId = '';
    this.files = null;
  }

  override focus(): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector('textarea')?.focus());
  }

  protected override render(): TemplateResult {
    return html`<div class="box">
      <textarea
        aria-label="Reply"
        aria-describedby="room"
        rows="2"
        placeholder="Write to ${this.customerName}"
        .value=${live(this.draft)}
        @input=${this.#input}
        @keydown=${this.#keydown}
      ></textarea>
      <desk-reply-extras
        .conversationId=${this.conversationId}
        .files=${this.files}
        @extras-changed=${() => this.requestUpdate()}
      ></desk-reply-extras>
      <div class="foot">
        <span id="room" class=${this.#left < 0 ? 'small over' : 'small muted'}>${this.#room()}</span>
        <button class="primary" aria-disabled=${this.#sendable ? nothing : 'true'} @click=${this.#send}>
          ${icons.send} Send
        </button>
      </div>
    </div>`;
  }

  get #extras(): ReplyExtras | null {
    return this.renderRoot.querySelector('desk-reply-extras');
  }

  get #left(): number {
    return LIMITS.textLength - this.draft.length;
  }

  get #sendable(): boolean {
    const extras = this.#extras;
    const says = this.draft.trim() !== '' || (extras !== null && !extras.isEmpty);
    return says && this.#left >= 0 && !extras?.isBusy;
  }

  #room(): string {
    if (this.#left < 0) return `${-this.#left} characters too many`;
    return this.#left < COUNT_FROM
      ? `${this.#left} characters left`
      : 'Enter sends, Shift+Enter starts a new line';
  }

  #input(event: Event): void {
    emit(this, 'draft-changed', { text: (event.target as HTMLTextAreaElement).value });
  }

  #keydown(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.isComposing || event.keyCode === IME_KEY_CODE) return;
    event.preventDefault();
    this.#send();
  }

  #send(): void {
    if (!this.#sendable) return;
    const content = this.#extras?.take();
    emit(this, 'reply-sent', { text: this.draft, ...(content ? { content } : {}) });
    this.focus();
  }

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
        padding: 0 1rem 1rem;
      }
      .box {
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-l);
        background: var(--surface);
      }
      .box:focus-within {
        border-color: var(--accent);
        outline: 1px solid var(--accent);
      }
      textarea {
        display: block;
        width: 100%;
        min-height: 3.75rem;
        max-height: 10rem;
        padding: 0.75rem 0.875rem 0.25rem;
        border: 0;
        border-radius: var(--radius-l);
        background: transparent;
        color: var(--text);
        font: inherit;
        font-size: var(--text-l);
        field-sizing: content;
        resize: none;
      }
      /* The box around it shows the focus. */
      textarea:focus-visible {
        outline: 0;
      }
      textarea::placeholder {
        color: var(--muted);
        opacity: 1;
      }
      .foot {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 0.5rem;
        padding: 0.25rem 0.5rem 0.5rem 0.875rem;
      }
      .foot button {
        margin-inline-start: auto;
      }
      .over {
        color: var(--bad-text);
        font-weight: 600;
      }
      @media (forced-colors: active) {
        .box:focus-within {
          outline: 3px solid Highlight;
        }
      }
    `,
  ];
}

customElements.define('desk-composer', Composer);
