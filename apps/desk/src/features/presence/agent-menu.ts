import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { StaffRole } from '../../shared/agent-api.js';
import { avatar, avatarStyles } from '../../shared/avatar.js';
import { emit } from '../../shared/events.js';
import { counted } from '../../shared/format.js';
import { base, buttons } from '../../shared/styles.js';

/** Who is signed in, and the way out; asks once while conversations are still going on. */
export class AgentMenu extends LitElement {
  static override properties = {
    displayName: {},
    active: { type: Number },
    roles: { attribute: false },
    standIn: { attribute: false },
    asking: { state: true },
  };

  declare displayName: string;
  /** How many conversations this agent has. */
  declare active: number;
  /** What else the account is for. */
  declare roles: readonly StaffRole[];
  /** Whether there is a page for the switch of new conversations. */
  declare standIn: boolean;
  declare asking: boolean;

  constructor() {
    super();
    this.displayName = '';
    this.active = 0;
    this.roles = [];
    this.standIn = false;
    this.asking = false;
  }

  protected override render(): TemplateResult {
    if (this.asking) return this.#question();
    return html`
      ${this.displayName === '' ? nothing : avatar(this.displayName)}
      <span class="name truncate">${this.displayName}</span>
      ${this.roles.includes('supervisor') ? otherPage('masking', 'Masking') : nothing}
      ${this.standIn && this.roles.includes('supervisor') ? otherPage('switch', 'Switch') : nothing}
      ${this.roles.includes('auditor') ? otherPage('audit', 'Audit trail') : nothing}
      <button class="quiet" @click=${this.#leave}>Sign out</button>
    `;
  }

  #question(): TemplateResult {
    return html`
      <span id="question">You still have ${counted(this.active, 'conversation')}.</span>
      <button @click=${this.#stay}>Stay</button>
      <button class="danger" aria-describedby="question" @click=${this.#confirm}>Sign out</button>
    `;
  }

  #leave(): void {
    this.asking = this.active > 0;
    if (this.asking) this.#focusButton('.danger');
    else this.#confirm();
  }

  #stay(): void {
    this.asking = false;
    this.#focusButton('button');
  }

  #confirm(): void {
    emit(this, 'sign-out-wanted', null);
  }

  #focusButton(selector: string): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(selector)?.focus());
  }

  static override styles = [
    base,
    buttons,
    avatarStyles,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.5rem;
        min-width: 0;
      }
      .avatar {
        width: 1.75rem;
        height: 1.75rem;
        font-size: 0.6875rem;
      }
      a {
        color: var(--accent-text);
      }
      .name {
        font-weight: 600;
      }
    `,
  ];
}

/** In a tab of its own, so that the desk goes on. */
function otherPage(page: string, title: string): TemplateResult {
  return html`<a href=${`/#${page}`} target="_blank" rel="noopener">${title}</a>`;
}

customElements.define('desk-agent-menu', AgentMenu);
