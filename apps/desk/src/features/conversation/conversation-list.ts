import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { avatar, avatarStyles } from '../../shared/avatar.js';
import { Clock } from '../../shared/clock.js';
import { emit } from '../../shared/events.js';
import { badges, base } from '../../shared/styles.js';
import { waitBadge } from '../../shared/wait-badge.js';
import { lastLine, type OpenConversation, waitsSince } from './open-conversation.js';

/** This agent's own conversations. */
export class ConversationList extends LitElement {
  static override properties = { items: { attribute: false }, selectedId: {} };

  declare items: readonly OpenConversation[];
  declare selectedId: string | null;

  readonly #clock = new Clock(this);

  constructor() {
    super();
    this.items = [];
    this.selectedId = null;
  }

  protected override render(): TemplateResult {
    return html`
      <h2 class="pane-title">Mine <span ?hidden=${this.items.length === 0}>· ${this.items.length}</span></h2>
      <ul role="list" aria-label="Mine">
        ${repeat(
          this.items,
          ({ conversation }) => conversation.conversationId,
          (item) => html`<li>${this.#row(item)}</li>`,
        )}
      </ul>
      ${this.items.length === 0 ? html`<p class="muted">You have no conversations</p>` : nothing}
    `;
  }

  #row(item: OpenConversation): TemplateResult {
    const { conversationId, customer } = item.conversation;
    return html`<button
      aria-current=${conversationId === this.selectedId ? 'true' : nothing}
      @click=${() => emit(this, 'conversation-chosen', { conversationId })}
    >
      ${avatar(customer.displayName)}
      <span class="body">
        <span class="line">
          <span class="name truncate">${customer.displayName}</span>
          <span class="end">${this.#standing(item)}</span>
        </span>
        <span class="line small muted">
          <span class="truncate">${item.transcript.customerTyping ? 'Typing…' : (lastLine(item.transcript) ?? 'No messages yet')}</span>
          ${
            item.unread === 0
              ? nothing
              : html`<span class="badge count end">${item.unread}<span class="visually-hidden"> unread</span></span>`
          }
        </span>
      </span>
    </button>`;
  }

  #standing(item: OpenConversation): TemplateResult | typeof nothing {
    if (item.over) return html`<span class="badge">Over</span>`;
    const since = waitsSince(item.transcript.entries);
    return since === null ? nothing : waitBadge(since, this.#clock.now);
  }

  static override styles = [
    base,
    badges,
    avatarStyles,
    css`
      :host {
        display: block;
        padding: 0.875rem 0.5rem;
        border-bottom: 1px solid var(--line);
      }
      .pane-title,
      p {
        padding: 0 0.5rem;
      }
      ul {
        padding-top: 0.375rem;
      }
      button {
        display: flex;
        align-items: center;
        gap: 0.625rem;
        width: 100%;
        padding: 0.5rem;
        border: 1px solid transparent;
        border-radius: var(--radius);
        background: none;
        color: var(--text);
        font: inherit;
        text-align: start;
        cursor: pointer;
      }
      button:hover {
        background: var(--hover);
      }
      button[aria-current] {
        background: var(--accent-soft);
      }
      button[aria-current] .muted {
        color: var(--text);
      }
      .body {
        display: grid;
        flex: 1;
        gap: 0.125rem;
        min-width: 0;
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
      @media (forced-colors: active) {
        button[aria-current] {
          border-color: Highlight;
        }
      }
    `,
  ];
}

customElements.define('desk-conversation-list', ConversationList);
