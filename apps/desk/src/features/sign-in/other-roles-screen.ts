import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { StaffRole } from '../../shared/agent-api.js';
import { emit } from '../../shared/events.js';
import { base, buttons } from '../../shared/styles.js';
import { cardPage } from './card-page.styles.js';

const TASKS: Readonly<Record<StaffRole, string>> = {
  agent: 'You serve customers.',
  supervisor: 'You serve customers.',
  auditor: 'You may read the audit trail.',
  admin: 'You may end the sessions of customers, at /api/v1/customers/sign-out of this address.',
};

/** For who is signed in and serves no customers: what the account is for, and the way out. */
export class OtherRolesScreen extends LitElement {
  static override properties = { displayName: {}, roles: { attribute: false } };

  declare displayName: string;
  declare roles: readonly StaffRole[];

  constructor() {
    super();
    this.displayName = '';
    this.roles = [];
  }

  protected override render(): TemplateResult {
    return html`<main>
      <h1>Signed in as ${this.displayName}</h1>
      <p>This account serves no customers, so there is no desk for it.</p>
      ${this.roles.map((role) => html`<p>${TASKS[role]}</p>`)}
      ${this.roles.includes('auditor') ? html`<p><a class="button primary" href="#audit">Read the audit trail</a></p>` : nothing}
      <button @click=${() => emit(this, 'sign-out-wanted', null)}>Sign out</button>
    </main>`;
  }

  static override styles = [
    base,
    buttons,
    cardPage,
    css`
      h1 {
        font-size: 1.375rem;
        font-weight: 650;
      }
      p {
        margin: 0.75rem 0;
      }
    `,
  ];
}

customElements.define('desk-other-roles', OtherRolesScreen);
