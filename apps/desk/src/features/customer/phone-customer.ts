import { readCarryOverCode } from '@throughline/protocol/carry-over';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { useCarryOver } from '../../shared/agent-api.js';
import { emit } from '../../shared/events.js';
import { base, buttons } from '../../shared/styles.js';
import { carryOverWords } from '../../words.js';

/** Finds out whom the agent has on the phone, by the code that the customer's chat has shown. */
export class PhoneCustomer extends LitElement {
  static override properties = { problem: { state: true }, busy: { state: true } };

  /** Why nobody is shown; empty when there is nothing to say. */
  declare problem: string;
  declare busy: boolean;

  constructor() {
    super();
    this.problem = '';
    this.busy = false;
  }

  protected override render(): TemplateResult {
    return html`<form @submit=${this.#find}>
      <label for="code">Customer on the phone</label>
      <div class="row">
        <input
          id="code"
          name="code"
          maxlength="20"
          required
          autocomplete="off"
          autocapitalize="characters"
          spellcheck="false"
          placeholder="ABCD-EFGH"
          aria-describedby="problem"
        />
        <button aria-disabled=${this.busy ? 'true' : nothing}>Find</button>
      </div>
      <p id="problem" class="small" role="alert">${this.problem}</p>
    </form>`;
  }

  async #find(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const read = readCarryOverCode(String(new FormData(form).get('code')));
    if (read.kind !== 'code') {
      this.problem = carryOverWords(read.kind);
      return;
    }
    if (this.busy) return;
    this.busy = true;
    this.problem = '';
    const found = await useCarryOver(read.code).catch(() => 0);
    this.busy = false;
    if (typeof found === 'number') {
      this.problem = carryOverWords(found);
      return;
    }
    form.reset();
    emit(this, 'caller-known', found);
  }

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
        padding: 0.75rem 1rem;
        border-bottom: 1px solid var(--line);
      }
      label {
        display: block;
        margin-bottom: 0.375rem;
        font-size: var(--text-s);
        font-weight: 600;
      }
      .row {
        display: flex;
        gap: 0.5rem;
      }
      input {
        flex: 1;
        min-width: 0;
        padding: 0.25rem 0.5rem;
        border: 1px solid var(--line-strong);
        border-radius: 6px;
        background: var(--surface);
        color: var(--text);
        font: inherit;
        text-transform: uppercase;
      }
      #problem:not(:empty) {
        margin-top: 0.375rem;
      }
    `,
  ];
}

customElements.define('desk-phone-customer', PhoneCustomer);
