import { css, html, LitElement, type TemplateResult } from 'lit';
import { icons } from './icons.js';
import { SHORTCUTS } from './shortcuts.js';
import { base, buttons } from './styles.js';

/** A button that opens the list of keyboard shortcuts. */
export class HelpSheet extends LitElement {
  protected override render(): TemplateResult {
    return html`
      <button class="quiet" @click=${this.#open}>${icons.keyboard}<span>Keyboard shortcuts</span></button>
      <dialog aria-labelledby="title">
        <h2 id="title">Keyboard shortcuts</h2>
        <dl>
          ${SHORTCUTS.map(
            ({ keys, words }) => html`<div>
              <dt>${words}</dt>
              <dd><kbd>${keys}</kbd></dd>
            </div>`,
          )}
          <div>
            <dt>Send the reply</dt>
            <dd><kbd>Enter</kbd></dd>
          </div>
          <div>
            <dt>New line in the reply</dt>
            <dd><kbd>Shift+Enter</kbd></dd>
          </div>
        </dl>
        <button @click=${this.#close}>Close</button>
      </dialog>
    `;
  }

  #open(): void {
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  #close(): void {
    this.renderRoot.querySelector('dialog')?.close();
  }

  static override styles = [
    base,
    buttons,
    css`
      dialog {
        width: min(26rem, calc(100vw - 2rem));
        padding: 1.25rem;
        border: 1px solid var(--line);
        border-radius: var(--radius-l);
        background: var(--surface);
        color: var(--text);
        box-shadow: var(--shadow);
      }
      dialog::backdrop {
        background: rgb(10 15 22 / 45%);
      }
      h2 {
        font-size: 1.0625rem;
        font-weight: 650;
      }
      dl {
        margin: 0.75rem 0 1.25rem;
      }
      dl div {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 1rem;
        padding: 0.4375rem 0;
        border-bottom: 1px solid var(--line);
      }
      kbd {
        padding: 0.125rem 0.4375rem;
        border: 1px solid var(--line-strong);
        border-radius: 5px;
        background: var(--sunken);
        font: inherit;
        font-size: var(--text-s);
        white-space: nowrap;
      }
    `,
  ];
}

customElements.define('desk-help', HelpSheet);
