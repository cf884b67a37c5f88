import { css, html, LitElement, type TemplateResult } from 'lit';
import { createBrowserClient } from './browser-client.js';
import { DeskSession } from './desk-session.js';
import './features/sign-in/sign-in-screen.js';
import { type DemoAgent, demoSignIn, fetchAgent, fetchDemoAgents, signOut } from './shared/agent-api.js';
import type { DeskEvents } from './shared/events.js';
import './workspace.js';

const RETRY_MS = 3_000;

/** `opening`: asking the server who is signed in, again and again until it answers. */
type Screen = 'opening' | 'sign-in' | 'desk';

/** The whole desk: sign-in, then the workspace; back to sign-in when the session is lost, without losing work. */
export class DeskApp extends LitElement {
  static override properties = {
    screen: { state: true },
    agents: { state: true },
    notice: { state: true },
    busy: { state: true },
  };

  declare screen: Screen;
  declare agents: readonly DemoAgent[] | null;
  declare notice: string;
  declare busy: boolean;

  /** Kept while the agent signs in again, so that drafts and unsent replies go on. */
  #session: DeskSession | null = null;
  #unsubscribe = (): void => {};
  #retry: ReturnType<typeof setTimeout> | undefined;
  readonly #onAttention = (): void => {
    if (document.visibilityState === 'visible') this.#session?.client.wake();
  };

  constructor() {
    super();
    this.screen = 'opening';
    this.agents = null;
    this.notice = '';
    this.busy = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('online', this.#onAttention);
    document.addEventListener('visibilitychange', this.#onAttention);
    void this.#open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('online', this.#onAttention);
    document.removeEventListener('visibilitychange', this.#onAttention);
    clearTimeout(this.#retry);
    this.#leaveSession();
  }

  protected override render(): TemplateResult {
    if (this.screen === 'desk' && this.#session !== null) {
      return html`<desk-workspace
        .session=${this.#session}
        @sign-out-wanted=${this.#signOut}
      ></desk-workspace>`;
    }
    if (this.screen === 'sign-in') {
      return html`<desk-sign-in
        .agents=${this.agents}
        .notice=${this.notice}
        .busy=${this.busy}
        @agent-chosen=${this.#signIn}
      ></desk-sign-in>`;
    }
    return html`<main class="opening"><p role="status">${this.notice}</p></main>`;
  }

  /** Shows the desk when somebody is signed in, else sign-in; goes on trying until the server answers. */
  async #open(): Promise<void> {
    try {
      const agent = await fetchAgent();
      if (agent === null) await this.#showSignIn('');
      else this.#enter(agent.id);
    } catch {
      this.notice = 'The desk cannot reach its server. It keeps trying by itself.';
      this.#retry = setTimeout(() => void this.#open(), RETRY_MS);
    }
  }

  async #showSignIn(notice: string): Promise<void> {
    this.agents = await fetchDemoAgents();
    this.notice = notice;
    this.screen = 'sign-in';
  }

  async #signIn(event: CustomEvent<DeskEvents['agent-chosen']>): Promise<void> {
    this.busy = true;
    try {
      await demoSignIn(event.detail.agentId);
      this.#enter(event.detail.agentId);
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
    void this.#showSignIn('Your session has ended. Sign in again to go on; what you wrote is kept.').catch(
      () => this.#open(),
    );
  }

  async #signOut(): Promise<void> {
    try {
      await signOut();
    } catch {
      // The cookie may still be good: saying "signed out" would be untrue.
      return;
    }
    this.#leaveSession();
    this.screen = 'opening';
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

customElements.define('throughline-desk', DeskApp);
