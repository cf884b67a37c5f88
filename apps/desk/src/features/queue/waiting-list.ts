import type { WaitingItem } from '@throughline/protocol';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { Clock } from '../../shared/clock.js';
import { badges, base } from '../../shared/styles.js';
import { waitBadge } from '../../shared/wait-badge.js';

/** Who waits in this agent's queues, in the order in which they will be offered. */
export class WaitingList extends LitElement {
  static override properties = { items: { attribute: false } };

  declare items: readonly WaitingItem[];

  readonly #clock = new Clock(this);

  constructor() {
    super();
    this.items = [];
  }

  protected override render(): TemplateResult {
    return html`
      <h2 class="pane-title">Waiting <span ?hidden=${this.items.length === 0}>· ${this.items.length}</span></h2>
      <ul role="list" aria-label="Waiting">
        ${repeat(
          this.items,
          (item) => item.interactionId,
          (item) => html`<li>${this.#row(item)}</li>`,
        )}
      </ul>
      ${this.items.length === 0 ? html`<p class="muted">No one is waiting</p>` : nothing}
    `;
  }

  #row(item: WaitingItem): TemplateResult {
    return html`
      <div class="line">
        <span class="name truncate">${item.displayName}</span>
        ${item.tier === null ? nothing : html`<span class="badge tier">${item.tier}</span>`}
        <span class="end">${waitBadge(item.waitingSince, this.#clock.now)}</span>
      </div>
      <div class="small muted truncate">${item.intent ?? 'No reason given'}</div>
      <div class="line small muted">
        <span class="truncate">${item.queueName}</span>
        <span class="end">Priority ${item.priority}</span>
      </div>
    `;
  }

  static override styles = [
    base,
    badges,
    css`
      :host {
        display: block;
        padding: 0.875rem 1rem;
      }
      ul {
        padding-top: 0.375rem;
      }
      li {
        padding: 0.5rem 0;
        border-bottom: 1px solid var(--line);
      }
      li:last-child {
        border-bottom: 0;
      }
      .line {
        display: flex;
        align-items: center;
        gap: 0.375rem;
        min-width: 0;
      }
      .name {
        font-weight: 600;
      }
      .end {
        flex: none;
        margin-inline-start: auto;
      }
    `,
  ];
}

customElements.define('desk-waiting-list', WaitingList);
