import type { Offer } from '@throughline/protocol';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { avatar, avatarStyles } from '../../shared/avatar.js';
import { Clock } from '../../shared/clock.js';
import { emit } from '../../shared/events.js';
import { secondsLeft } from '../../shared/format.js';
import { badges, base, buttons } from '../../shared/styles.js';
import { countdownRing } from './countdown-ring.js';

/** One conversation proposed to this agent, until it is taken, given back or out of time. */
export class OfferCard extends LitElement {
  static override properties = { offer: { attribute: false }, busy: { type: Boolean } };

  declare offer: Offer;
  /** True while an answer is on its way. */
  declare busy: boolean;

  readonly #clock = new Clock(this);
  #secondsAtStart = 1;

  constructor() {
    super();
    this.busy = false;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('offer') && changed.get('offer')?.interactionId !== this.offer.interactionId) {
      this.#secondsAtStart = Math.max(1, secondsLeft(this.offer.expiresAt, this.#clock.now));
    }
  }

  protected override render(): TemplateResult {
    const { customer, queueName, expiresAt } = this.offer;
    const seconds = secondsLeft(expiresAt, this.#clock.now);
    return html`<section aria-label="Offer">
      ${avatar(customer.displayName)}
      <div class="facts">
        <h2>
          <span class="truncate">${customer.displayName}</span>
          ${customer.tier === null ? nothing : html`<span class="badge tier">${customer.tier}</span>`}
        </h2>
        <p class="truncate">${this.#about()}</p>
        <p class="small muted truncate">New conversation from ${queueName}</p>
      </div>
      <div class="countdown" role="timer" aria-label="Time to answer">
        ${countdownRing(seconds / this.#secondsAtStart)}
        <span>${seconds > 0 ? html`${seconds} s` : 'Time is over'}</span>
      </div>
      <div class="actions">
        <button aria-disabled=${this.#disabled()} @click=${() => this.#answer('offer-declined')}>Decline</button>
        <button class="primary" aria-disabled=${this.#disabled()} @click=${() => this.#answer('offer-accepted')}>
          Accept
        </button>
      </div>
    </section>`;
  }

  #about(): string {
    const { intent, pages } = this.offer.customer;
    return [intent, pages.at(-1)?.title].filter((part) => part).join(' · ') || 'No reason given';
  }

  #disabled(): 'true' | typeof nothing {
    return this.busy ? 'true' : nothing;
  }

  #answer(name: 'offer-accepted' | 'offer-declined'): void {
    if (!this.busy) emit(this, name, { interactionId: this.offer.interactionId });
  }

  static override styles = [
    base,
    buttons,
    badges,
    avatarStyles,
    css`
      section {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.75rem 1rem;
        padding: 0.875rem 1rem;
        border: 1px solid var(--accent);
        border-radius: var(--radius-l);
        background: var(--surface);
        box-shadow: var(--shadow);
      }
      .facts {
        flex: 1 1 12rem;
        min-width: 0;
      }
      h2 {
        display: flex;
        align-items: center;
        gap: 0.5rem;
        font-size: 1rem;
        font-weight: 650;
      }
      .countdown {
        display: flex;
        align-items: center;
        gap: 0.5rem;
        min-width: 4rem;
        font-variant-numeric: tabular-nums;
        font-weight: 600;
      }
      .actions {
        display: flex;
        gap: 0.5rem;
      }
      .ring {
        color: var(--accent);
      }
      .ring circle:first-child {
        stroke: var(--line);
      }
    `,
  ];
}

customElements.define('desk-offer', OfferCard);
