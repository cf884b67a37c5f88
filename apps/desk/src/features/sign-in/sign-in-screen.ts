import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { DemoAgent } from '../../shared/agent-api.js';
import { avatar, avatarStyles } from '../../shared/avatar.js';
import { emit } from '../../shared/events.js';
import { icons } from '../../shared/icons.js';
import { badges, base, buttons } from '../../shared/styles.js';

/** Where an agent signs in: one button per agent of the demo. */
export class SignInScreen extends LitElement {
  static override properties = { agents: { attribute: false }, notice: {}, busy: { type: Boolean } };

  /** null: this server has no demo sign-in. */
  declare agents: readonly DemoAgent[] | null;
  /** Said above the buttons, for example why the agent has to sign in again. */
  declare notice: string;
  declare busy: boolean;

  constructor() {
    super();
    this.agents = null;
    this.notice = '';
    this.busy = false;
  }

  protected override render(): TemplateResult {
    return html`<main>
      <div class="brand">${icons.brand}<span>Throughline</span></div>
      <h1>Sign in to the desk</h1>
      <p class="notice" role="status" ?hidden=${this.notice === ''}>${this.notice}</p>
      ${this.agents === null ? this.#withoutDemo() : this.#choices(this.agents)}
    </main>`;
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

  #withoutDemo(): TemplateResult {
    return html`<p>
      Nobody is signed in, and this server offers no sign-in here. Open the desk through your company's sign-in page.
    </p>`;
  }

  static override styles = [
    base,
    buttons,
    badges,
    avatarStyles,
    css`
      :host {
        display: grid;
        min-height: 100dvh;
        padding: 1.5rem 1rem;
        place-items: center;
      }
      main {
        width: min(27rem, 100%);
        padding: 2rem;
        border: 1px solid var(--line);
        border-radius: var(--radius-l);
        background: var(--surface);
        box-shadow: var(--shadow);
      }
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
