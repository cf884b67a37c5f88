import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { emit } from '../../shared/events.js';
import { base } from '../../shared/styles.js';

/** The agent's own state: whether offers may come, and how many conversations there are of how many allowed. */
export class PresencePanel extends LitElement {
  static override properties = {
    available: { type: Boolean },
    changeable: { type: Boolean },
    active: { type: Number },
    capacity: { type: Number },
  };

  declare available: boolean;
  /** False while a change is on its way or the desk is not connected. */
  declare changeable: boolean;
  declare active: number;
  declare capacity: number;

  constructor() {
    super();
    this.available = false;
    this.changeable = false;
    this.active = 0;
    this.capacity = 0;
  }

  protected override render(): TemplateResult {
    return html`
      <button
        role="switch"
        aria-checked=${this.available ? 'true' : 'false'}
        aria-disabled=${this.changeable ? nothing : 'true'}
        aria-describedby="effect"
        @click=${this.#toggle}
      >
        <span class="track" aria-hidden="true"><span class="thumb"></span></span>
        <span class="label">Available</span>
      </button>
      <p id="effect" class="small muted">
        ${this.available ? 'New conversations are offered to you.' : 'No new conversations are offered to you.'}
      </p>
      <p class="capacity small">
        <span class="slots" aria-hidden="true">${this.#slots()}</span>
        ${this.active} of ${this.capacity} conversations
      </p>
    `;
  }

  #slots(): TemplateResult[] {
    return Array.from(
      { length: this.capacity },
      (_, slot) => html`<span class=${slot < this.active ? 'slot taken' : 'slot'}></span>`,
    );
  }

  #toggle(): void {
    if (this.changeable) emit(this, 'availability-wanted', { available: !this.available });
  }

  static override styles = [
    base,
    css`
      :host {
        display: block;
        padding: 0.875rem 1rem;
        border-bottom: 1px solid var(--line);
      }
      button {
        display: flex;
        align-items: center;
        gap: 0.625rem;
        min-height: 1.75rem;
        padding: 0;
        border: 0;
        border-radius: 999px;
        background: none;
        color: var(--text);
        font: inherit;
        font-size: var(--text-l);
        font-weight: 600;
        cursor: pointer;
      }
      .label {
        padding-inline-end: 0.5rem;
      }
      .track {
        width: 2.5rem;
        height: 1.5rem;
        padding: 2px;
        border: 1px solid var(--line-strong);
        border-radius: 999px;
        background: var(--line-strong);
      }
      .thumb {
        display: block;
        width: 1.125rem;
        height: 1.125rem;
        border-radius: 50%;
        background: var(--surface);
        transition: translate 120ms ease-out;
      }
      [aria-checked='true'] .track {
        border-color: var(--good);
        background: var(--good);
      }
      [aria-checked='true'] .thumb {
        translate: 1rem 0;
      }
      [aria-disabled='true'] {
        cursor: default;
      }
      [aria-disabled='true'] .track {
        opacity: 0.55;
      }
      .capacity {
        display: flex;
        align-items: center;
        gap: 0.5rem;
        margin-top: 0.5rem;
        font-weight: 550;
      }
      .slots {
        display: inline-flex;
        flex-wrap: wrap;
        gap: 3px;
      }
      .slot {
        width: 0.875rem;
        height: 0.375rem;
        border: 1px solid var(--line-strong);
        border-radius: 999px;
      }
      .slot.taken {
        border-color: var(--accent);
        background: var(--accent);
      }
      @media (prefers-reduced-motion: reduce) {
        .thumb {
          transition: none;
        }
      }
      @media (forced-colors: active) {
        .track,
        .slot {
          background: Canvas;
        }
        .thumb {
          background: CanvasText;
        }
        [aria-checked='true'] .track,
        .slot.taken {
          forced-color-adjust: none;
          background: Highlight;
        }
      }
    `,
  ];
}

customElements.define('desk-presence', PresencePanel);
