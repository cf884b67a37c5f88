import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { type DemoAgent, SIGN_IN_PATH, type SignInOptions } from '../../shared/agent-api.js';
import { avatar, avatarStyles } from '../../shared/avatar.js';
import { emit } from '../../shared/events.js';
import { icons } from '../../shared/icons.js';
import { badges, base, buttons } from '../../shared/styles.js';
import { cardPage } from './card-page.styles.js';

/** Where an agent signs in: at the company's identity provider, or by one button per agent of the demo. */
export class SignInScreen extends LitElement {
  static override properties = {
    options: { attribute: false },
    notice: {},
    again: { type: Boolean },
    keep: { type: Boolean },
    busy: { type: Boolean },
  };

  declare options: SignInOptions;
  /** Said above the buttons, for example why the agent has to sign in again. */
  declare notice: string;
  /** The identity provider asks for credentials anew, because what it said before was not enough. */
  declare again: boolean;
  /** This page holds work that leaving it would lose. */
  declare keep: boolean;
  declare busy: boolean;

  constructor() {
    super();
    this.options = { provider: false, demoAgents: null };
    this.again = false;
    this.keep = false;
    this.notice = '';
    this.busy = false;
  }

  protected override render(): TemplateResult {
    return html`<main>
      <div class="brand">${icons.brand}<span>Throughline</span></div>
      <h1>Sign in to the desk</h1>
      <p class="notice" role="status" ?hidden=${this.notice === ''}>${this.notice}</p>
      ${this.#ways()}
    </main>`;
  }

  #ways(): TemplateResult {
    const { provider, demoAgents } = this.options;
    if (provider) return this.#provider();
    return demoAgents === null ? this.#nothing() : this.#choices(demoAgents);
  }

  #provider(): TemplateResult {
    const address = this.again ? SIGN_IN_PATH.again : SIGN_IN_PATH.usual;
    if (!this.keep) return html`<a class="button primary" href=${address}>Sign in</a>`;
    return html`
      <a class="button primary" href=${address} target="_blank" rel="noopener">Sign in</a>
      <p class="muted">This opens another tab. Come back here afterwards: what you wrote is kept on this page only.</p>
    `;
  }

  #choices(agents: readonly DemoAgent[]): TemplateResult {
    return html`
      <p class="muted">This is the demo: choose whom to work as. No password is needed.</p>
      <ul role="list">
        ${agents.map((agent) => html`<li>${this.#choice(agent)}</li>`)}
      </ul>
    `;
  }

  #choice(agent: DemoAgent): TemplateResult {
    return html`<button aria-disabled=${this.busy ? 'true' : nothing} @click=${() => this.#choose(agent)}>
      ${avatar(agent.displayName)}
      <span class="who">
        <span class="name">Sign in as ${agent.displayName}</span>
        <span class="queues">${agent.queues.length > 0 ? agent.queues.join(', ') : 'No queues'}</span>
      </span>
      <span class="badge">${agent.role === 'supervisor' ? 'Supervisor' : 'Agent'}</span>
    </button>`;
  }

  #choose(agent: DemoAgent): void {
    if (!this.busy) emit(this, 'agent-chosen', { agentId: agent.id });
  }

  #nothing(): TemplateResult {
    return html`<p>Nobody can sign in at this desk: it knows no identity provider. Ask those who run it.</p>`;
  }

  static override styles = [
    base,
    buttons,
    badges,
    avatarStyles,
    cardPage,
    css`
      .brand {
        display: flex;
        align-items: center;
        gap: 0.5rem;
        margin-bottom: 1.5rem;
        color: var(--accent-text);
        font-weight: 650;
      }
      h1 {
        margin-bottom: 0.25rem;
        font-size: 1.375rem;
        font-weight: 650;
        letter-spacing: -0.01em;
      }
      .notice {
        margin: 0.75rem 0;
        padding: 0.625rem 0.75rem;
        border-radius: var(--radius);
        background: var(--warn-soft);
        color: var(--warn-text);
      }
      ul {
        display: grid;
        gap: 0.5rem;
        margin-top: 1.25rem;
      }
      button {
        justify-content: flex-start;
        gap: 0.75rem;
        width: 100%;
        padding: 0.75rem;
        border-color: var(--line);
        text-align: start;
      }
      button:hover {
        border-color: var(--accent);
      }
      a.button {
        display: flex;
        justify-content: center;
        margin-top: 1.25rem;
        padding: 0.75rem;
        text-decoration: none;
      }
      a.button + .muted {
        margin-top: 0.75rem;
      }
      .who {
        flex: 1;
        min-width: 0;
      }
      .name,
      .queues {
        display: block;
      }
      .name {
        font-weight: 600;
      }
      .queues {
        overflow-wrap: anywhere;
        color: var(--muted);
        font-size: var(--text-s);
        font-weight: 400;
      }
    `,
  ];
}

customElements.define('desk-sign-in', SignInScreen);
