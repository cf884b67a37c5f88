import { css, html, LitElement, type TemplateResult } from 'lit';
import { emit } from '../../shared/events.js';
import { base, buttons } from '../../shared/styles.js';

/** Hides what masking has missed in one message. What is selected in the message is what is asked about. */
export class HideValue extends LitElement {
  static override properties = { seq: { type: Number }, text: {}, asking: { state: true } };

  /** Of the message. */
  declare seq: number;
  /** Of the message. */
  declare text: string;
  declare asking: boolean;
  #selected = '';

  constructor() {
    super();
    this.seq = 0;
    this.text = '';
    this.asking = false;
  }

  protected override render(): TemplateResult {
    if (!this.asking) return html`<button class="link" @click=${this.#ask}>Hide a value</button>`;
    return html`<form aria-label="Hide a value" @submit=${this.#submit}>
      <label>Hide for everybody, for good <input name="value" required minlength="2" .value=${this.#selected} /></label>
      <button>Hide</button>
      <button type="button" class="link" @click=${this.#close}>Cancel</button>
    </form>`;
  }

  protected override updated(): void {
    this.renderRoot.querySelector('input')?.focus();
  }

  #ask(): void {
    const selected = getSelection()?.toString().trim() ?? '';
    this.#selected = this.text.includes(selected) ? selected : '';
    this.asking = true;
  }

  #close(): void {
    this.asking = false;
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    const { value } = this.renderRoot.querySelector('input') as HTMLInputElement;
    this.asking = false;
    emit(this, 'value-hidden', { seq: this.seq, value: value.trim() });
  }

  static override styles = [
    base,
    buttons,
    css`
      form {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: 0.5rem;
      }
      input {
        padding: 0.25rem 0.5rem;
        border: 1px solid var(--line-strong);
        border-radius: var(--radius);
        background: var(--surface);
        color: var(--text);
        font: inherit;
      }
    `,
  ];
}

customElements.define('desk-hide-value', HideValue);
