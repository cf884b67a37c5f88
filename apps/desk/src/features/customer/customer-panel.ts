import type { CustomerCard } from '@throughline/protocol';
import type { CarriedOver } from '@throughline/protocol/carry-over';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { avatar, avatarStyles } from '../../shared/avatar.js';
import { emit } from '../../shared/events.js';
import { dateAndTime, timeOfDay } from '../../shared/format.js';
import { icons } from '../../shared/icons.js';
import { badges, base, buttons } from '../../shared/styles.js';

/** What this agent may know of a customer. Values come masked and are shown as they come. */
export class CustomerPanel extends LitElement {
  static override properties = {
    card: { attribute: false },
    offered: { type: Boolean },
    caller: { attribute: false },
  };

  declare card: CustomerCard | null;
  /** True while this customer is offered and not taken yet. */
  declare offered: boolean;
  /** Of whom the card is, while they are on the phone. */
  declare caller: CarriedOver | null;

  constructor() {
    super();
    this.card = null;
    this.offered = false;
    this.caller = null;
  }

  protected override render(): TemplateResult {
    return html`<section aria-label="Customer" tabindex="0">
      <h2 class="pane-title">Customer</h2>
      ${
        this.card === null
          ? html`<p class="muted">Who you are talking to shows here, from the moment of the offer.</p>`
          : this.#facts(this.card)
      }
    </section>`;
  }

  #facts(card: CustomerCard): TemplateResult {
    return html`
      ${this.offered ? html`<p class="offered">Offered to you now</p>` : nothing} ${this.#onPhone()}
      <div class="who">
        ${avatar(card.displayName)}
        <div>
          <h3>${card.displayName}</h3>
          ${card.tier === null ? nothing : html`<span class="badge tier">${card.tier}</span>`}
        </div>
      </div>
      ${callback(card)}
      <p class="verified">${icons.verified}<span>Signed in through the portal</span></p>
      <dl>
        ${fact('Asks about', card.intent)} ${fact('Customer id', card.customerId)}
        ${fact(
          'Previous conversation',
          card.previousConversation === null
            ? 'None'
            : `Ended ${dateAndTime(card.previousConversation.endedAt)}`,
        )}
        ${fact('Summed up as', summary(card))}
      </dl>
      ${added(card)} ${pages(card)} ${reasons(card)}
    `;
  }

  #onPhone(): TemplateResult | typeof nothing {
    if (this.caller === null) return nothing;
    const { conversation } = this.caller;
    return html`<div class="offered">
      <p>On the phone with you</p>
      <p class="small">
        ${conversation === null ? 'No chat is open.' : 'A chat of this customer is open; it stays where it is.'}
      </p>
      <button class="link" @click=${() => emit(this, 'caller-known', null)}>The call is over</button>
    </div>`;
  }

  static override styles = [
    base,
    buttons,
    badges,
    avatarStyles,
    css`
      section {
        height: 100%;
        padding: 0.875rem 1rem;
        overflow-y: auto;
      }
      section:focus-visible {
        outline-offset: -2px;
      }
      .pane-title {
        margin-bottom: 0.75rem;
      }
      .offered {
        margin-bottom: 0.75rem;
        padding: 0.375rem 0.625rem;
        border-inline-start: 3px solid var(--accent);
        background: var(--accent-soft);
        color: var(--accent-text);
        font-weight: 600;
      }
      .offered button {
        padding-inline: 0;
      }
      .offered a {
        color: inherit;
      }
      .note {
        font-weight: 400;
        overflow-wrap: anywhere;
        white-space: pre-wrap;
      }
      .who {
        display: flex;
        align-items: center;
        gap: 0.75rem;
        margin-bottom: 0.75rem;
      }
      .who .avatar {
        width: 2.75rem;
        height: 2.75rem;
        font-size: var(--text-l);
      }
      h3 {
        overflow-wrap: anywhere;
        font-size: 1.0625rem;
        font-weight: 650;
        line-height: 1.3;
      }
      .verified {
        display: flex;
        align-items: center;
        gap: 0.5rem;
        padding: 0.5rem 0.625rem;
        border-radius: var(--radius);
        background: var(--good-soft);
        color: var(--good-text);
        font-weight: 600;
      }
      dl {
        display: grid;
        gap: 0.625rem;
        margin: 1rem 0;
      }
      dt,
      h4 {
        margin: 0;
        color: var(--muted);
        font-size: var(--text-s);
        font-weight: 400;
      }
      dd,
      li {
        overflow-wrap: anywhere;
      }
      .part {
        padding: 0.875rem 0;
        border-top: 1px solid var(--line);
      }
      .part ol,
      .part ul {
        display: grid;
        gap: 0.5rem;
        margin-top: 0.375rem;
      }
      .url {
        display: block;
        font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace;
        font-size: var(--text-s);
      }
      .reasons li {
        padding-inline-start: 0.75rem;
        border-inline-start: 2px solid var(--line-strong);
      }
    `,
  ];
}

customElements.define('desk-customer', CustomerPanel);

function fact(label: string, value: string | null): TemplateResult | typeof nothing {
  return value === null
    ? nothing
    : html`<div>
        <dt>${label}</dt>
        <dd>${value}</dd>
      </div>`;
}

/** What an agent of a contact center elsewhere said of the previous conversation. */
function summary({ previousConversation }: CustomerCard): string | null {
  const summed = previousConversation?.wrapUp;
  if (!summed) return null;
  return summed.agent === null ? summed.wrapUp : `${summed.wrapUp}, by ${summed.agent}`;
}

/** Whom to call, or what was left to read. The number is a link for those whose device dials. */
function callback({ callback: work }: CustomerCard): TemplateResult | typeof nothing {
  if (!work) return nothing;
  const { phone, note, dueAt, attempt } = work;
  return html`<div class="offered">
    ${
      phone === null
        ? html`<h4>Message that was left</h4>`
        : html`<h4>Call back${attempt > 1 ? ` (attempt ${attempt})` : ''}, promised for ${dateAndTime(dueAt)}</h4>
            <p><a href=${`tel:${phone}`}>${phone}</a></p>`
    }
    ${note === null ? nothing : html`<p class="note">${note}</p>`}
  </div>`;
}

/** What the portal's server says of the customer. */
function added({ fields = [] }: CustomerCard): TemplateResult | typeof nothing {
  if (fields.length === 0) return nothing;
  return html`<div class="part">
    <h4>From the portal</h4>
    <dl>
      ${fields.map(
        (field) => html`<div>
          <dt>
            ${field.label}
            ${field.class === 'internal' ? html`<span class="badge">Do not tell the customer</span>` : nothing}
          </dt>
          <dd>${field.value}</dd>
        </div>`,
      )}
    </dl>
  </div>`;
}

function pages(card: CustomerCard): TemplateResult | typeof nothing {
  if (card.pages.length === 0) return nothing;
  const newestFirst = [...card.pages].reverse();
  return html`<div class="part">
    <h4>Asked from</h4>
    <ol role="list">
      ${newestFirst.map(
        (page) => html`<li>
          ${page.title || 'Untitled page'} <span class="small muted">${timeOfDay(page.at)}</span>
          <span class="url muted">${page.url}</span>
        </li>`,
      )}
    </ol>
  </div>`;
}

function reasons(card: CustomerCard): TemplateResult | typeof nothing {
  if (card.routingReasons.length === 0) return nothing;
  return html`<div class="part">
    <h4>Why this reached you</h4>
    <ul role="list" class="reasons">
      ${card.routingReasons.map((reason) => html`<li>${reason}</li>`)}
    </ul>
  </div>`;
}
