import { css, html, LitElement, type TemplateResult } from 'lit';
import { createBrowserClient } from './browser-client.js';
import { DeskSession } from './desk-session.js';
import './features/audit/audit-page.js';
import './features/masking/masking-page.js';
import './features/sign-in/other-roles-screen.js';
import { signInRefusal } from './features/sign-in/refusal-words.js';
import './features/sign-in/sign-in-screen.js';
import './features/stand-in/stand-in-page.js';
import {
  demoSignIn,
  fetchAgent,
  fetchSignInOptions,
  type SignedInAgent,
  type SignInOptions,
  type StaffRole,
  signOut,
} from './shared/agent-api.js';
import type { DeskEvents } from './shared/events.js';
import './workspace.js';

const RETRY_MS = 3_000;
const SESSION_OVER = 'Your session has ended. Sign in again to go on; what you wrote is kept.';

/** `opening`: asking the server who is signed in, again and again until it answers. */
type Screen = 'opening' | 'sign-in' | 'desk' | 'other-roles' | Page;
/** What the fragment of the address names, beside the desk itself. */
type Page = 'masking' | 'audit' | 'switch';
/** Whom each page is for. */
const PAGES: Readonly<Record<Page, StaffRole>> = {
  masking: 'supervisor',
  audit: 'auditor',
  switch: 'supervisor',
};

/** The whole desk: sign-in, then the workspace; back to sign-in when the session is lost, without losing work. */
export class DeskApp extends LitElement {
  static override properties = {
    screen: { state: true },
    options: { state: true },
    agent: { state: true },
    notice: { state: true },
    busy: { state: true },
  };

  declare screen: Screen;
  declare options: SignInOptions;
  declare agent: SignedInAgent | null;
  declare notice: string;
  declare busy: boolean;

  /** Kept while the agent signs in again, so that drafts and unsent replies go on. */
  #session: DeskSession | null = null;
  /** Why the sign-in that led here was refused. */
  #refusal: string | null;
  #unsubscribe = (): void => {};
  #retry: ReturnType<typeof setTimeout> | undefined;
  readonly #onAttention = (): void => {
    if (document.visibilityState !== 'visible') return;
    // Whoever signed in again did so in another tab.
    if (this.screen === 'sign-in') void this.#open();
    else this.#session?.client.wake();
  };

  readonly #onPage = (): void => {
    if (this.screen !== 'sign-in') void this.#open();
  };

  constructor() {
    super();
    this.screen = 'opening';
    this.options = { provider: false, demoAgents: null };
    this.agent = null;
    this.#refusal = signInRefusal(location.search);
    // A reload, or a tab that is opened again, must not tell of a refusal of then.
    if (this.#refusal !== null) history.replaceState(null, '', location.pathname);
    this.notice = '';
    this.busy = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('online', this.#onAttention);
    document.addEventListener('visibilitychange', this.#onAttention);
    window.addEventListener('hashchange', this.#onPage);
    void this.#open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('online', this.#onAttention);
    document.removeEventListener('visibilitychange', this.#onAttention);
    window.removeEventListener('hashchange', this.#onPage);
    clearTimeout(this.#retry);
    this.#leaveSession();
  }

  protected override render(): TemplateResult {
    if (this.screen === 'desk' && this.#session !== null) {
      return html`<desk-workspace
        .session=${this.#session}
        .roles=${this.agent?.roles ?? []}
        .standIn=${this.agent?.standIn ?? false}
        @sign-out-wanted=${this.#signOut}
      ></desk-workspace>`;
    }
    if (this.screen === 'sign-in') {
      return html`<desk-sign-in
        .options=${this.options}
        ?again=${this.#refusal !== null}
        ?keep=${this.#session !== null}
        .notice=${this.notice}
        .busy=${this.busy}
        @agent-chosen=${this.#signIn}
      ></desk-sign-in>`;
    }
    if (this.screen === 'other-roles' && this.agent !== null) {
      return html`<desk-other-roles
        .displayName=${this.agent.displayName}
        .roles=${this.agent.roles}
        @sign-out-wanted=${this.#signOut}
      ></desk-other-roles>`;
    }
    if (this.screen === 'masking') {
      return html`<desk-masking @sign-out-wanted=${this.#signOut}></desk-masking>`;
    }
    if (this.screen === 'switch') {
      return html`<desk-stand-in @sign-out-wanted=${this.#signOut}></desk-stand-in>`;
    }
    if (this.screen === 'audit') {
      return html`<desk-audit
        ?ownDesk=${servesCustomers(this.agent)}
        @sign-out-wanted=${this.#signOut}
      ></desk-audit>`;
    }
    return html`<main class="opening"><p role="status">${this.notice}</p></main>`;
  }

  /** Shows the desk when somebody is signed in, else sign-in; goes on trying until the server answers. */
  async #open(): Promise<void> {
    try {
      const agent = await fetchAgent();
      this.agent = agent;
      const page = pageOf(agent);
      if (agent === null)
        await this.#showSignIn(this.#refusal ?? (this.#session === null ? '' : SESSION_OVER));
      else if (page !== null) this.screen = page;
      else if (servesCustomers(agent)) this.#enter(agent.id);
      else this.screen = 'other-roles';
    } catch {
      this.notice = 'The desk cannot reach its server. It keeps trying by itself.';
      this.#retry = setTimeout(() => void this.#open(), RETRY_MS);
    }
  }

  async #showSignIn(notice: string): Promise<void> {
    this.options = await fetchSignInOptions();
    this.notice = notice;
    this.screen = 'sign-in';
  }

  async #signIn(event: CustomEvent<DeskEvents['agent-chosen']>): Promise<void> {
    this.busy = true;
    try {
      await demoSignIn(event.detail.agentId);
      await this.#open();
    } catch {
      this.notice = 'Signing in did not work. Try again.';
    } finally {
      this.busy = false;
    }
  }

  /** Goes on with the session that was lost when it is the same agent; anybody else starts afresh. */
  #enter(agentId: string): void {
    const { client } = this.#session ?? {};
    if (client?.snapshot.agent?.id === agentId) client.wake();
    else this.#startSession();
    this.#refusal = null;
    this.notice = '';
    this.screen = 'desk';
  }

  #startSession(): void {
    this.#leaveSession();
    const client = createBrowserClient();
    this.#session = new DeskSession(client);
    this.#unsubscribe = client.subscribe(() => this.#watch());
    client.start();
  }

  #watch(): void {
    if (this.screen !== 'desk' || this.#session?.client.snapshot.connection.kind !== 'sign-in-needed') return;
    this.screen = 'opening';
    void this.#showSignIn(SESSION_OVER).catch(() => this.#open());
  }

  async #signOut(): Promise<void> {
    try {
      const continueAt = await signOut();
      this.#leaveSession();
      this.screen = 'opening';
      if (continueAt !== null) {
        location.assign(continueAt);
        return;
      }
    } catch {
      // The cookie may still be good: saying "signed out" would be untrue.
      return;
    }
    this.notice = '';
    await this.#open();
  }

  #leaveSession(): void {
    this.#unsubscribe();
    this.#session?.client.stop();
    this.#session = null;
  }

  static override styles = css`
    .opening {
      display: grid;
      min-height: 100dvh;
      place-items: center;
      color: var(--muted);
    }
  `;
}

function servesCustomers(agent: SignedInAgent | null): boolean {
  return agent?.roles.some((role) => role === 'agent' || role === 'supervisor') ?? false;
}

/** The page that the address names, for whom it is for; null for the desk. */
function pageOf(agent: SignedInAgent | null): Page | null {
  const [named] = Object.entries(PAGES).find(([page]) => location.hash === `#${page}`) ?? [];
  const page = named as Page | undefined;
  if (!page || !agent?.roles.includes(PAGES[page])) return null;
  return page === 'switch' && !agent.standIn ? null : page;
}

customElements.define('throughline-desk', DeskApp);
