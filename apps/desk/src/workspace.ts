import type { Offer } from '@throughline/protocol';
import type { CarriedOver } from '@throughline/protocol/carry-over';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { DeskSession } from './desk-session.js';
import './features/conversation/conversation-list.js';
import './features/conversation/conversation-pane.js';
import type { ConversationPane } from './features/conversation/conversation-pane.js';
import type { OpenConversation } from './features/conversation/open-conversation.js';
import './features/customer/customer-panel.js';
import './features/customer/phone-customer.js';
import './features/presence/agent-menu.js';
import './features/presence/connection-bar.js';
import './features/presence/presence-panel.js';
import './features/queue/offer-card.js';
import './features/queue/waiting-list.js';
import type { StaffRole } from './shared/agent-api.js';
import type { DeskEvents, ValueWanted } from './shared/events.js';
import './shared/help-sheet.js';
import { icons } from './shared/icons.js';
import { shortcutFor } from './shared/shortcuts.js';
import { base, buttons } from './shared/styles.js';
import { offerWords, refusalWords, revealRefusalWords, titleWords } from './words.js';
import { workspaceStyles } from './workspace.styles.js';

type Asked<Name extends keyof DeskEvents> = CustomEvent<DeskEvents[Name]>;

/** A signed-in agent's desk: composes the features over one session and carries out what they ask for. */
export class Workspace extends LitElement {
  static override properties = {
    session: { attribute: false },
    roles: { attribute: false },
    standIn: { attribute: false },
    notice: { state: true },
    announcement: { state: true },
    busy: { state: true },
    caller: { state: true },
  };

  declare session: DeskSession;
  declare roles: readonly StaffRole[];
  /** Whether there is a page for the switch of new conversations. */
  declare standIn: boolean;
  /** The last refusal, in words. */
  declare notice: string;
  /** Spoken by screen readers as it changes. */
  declare announcement: string;
  /** What is on its way to the gateway: `presence`, an interaction id or a conversation id. */
  declare busy: ReadonlySet<string>;

  /** Whom the agent has on the phone. */
  declare caller: CarriedOver | null;

  #unsubscribe = (): void => {};
  #focusWanted = false;
  #acceptedId: string | null = null;
  #focusedOffer: Element | null = null;
  readonly #onKeydown = (event: KeyboardEvent): void => this.#keydown(event);

  constructor() {
    super();
    this.roles = [];
    this.standIn = false;
    this.notice = '';
    this.announcement = '';
    this.busy = new Set();
    this.caller = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unsubscribe = this.session.client.subscribe(() => this.#refresh());
    document.addEventListener('keydown', this.#onKeydown);
    this.#refresh();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unsubscribe();
    document.removeEventListener('keydown', this.#onKeydown);
    document.title = titleWords(0);
  }

  protected override willUpdate(): void {
    this.#focusedOffer = this.renderRoot.querySelector('desk-offer:focus-within');
  }

  protected override updated(): void {
    document.title = titleWords(this.session.waitingForAgent);
    const selectedId = this.session.selected?.conversation.conversationId;
    const opened = this.#acceptedId !== null && selectedId === this.#acceptedId;
    const offerTaken = this.#focusedOffer !== null && !this.#focusedOffer.isConnected;
    if (!opened && !offerTaken && !this.#focusWanted) return;
    if (opened) this.#acceptedId = null;
    this.#focusWanted = false;
    this.#focusPane();
  }

  protected override render(): TemplateResult {
    const { connection, savingPaused, desk } = this.session.client.snapshot;
    return html`
      ${this.#header()}
      <desk-connection-bar
        .connection=${connection}
        .caughtUp=${this.session.caughtUp}
        .savingPaused=${savingPaused}
        @retry-wanted=${() => this.session.client.wake()}
      ></desk-connection-bar>
      <div class="notice" role="alert">${this.notice === '' ? nothing : this.#notice()}</div>
      <div class="visually-hidden" aria-live="assertive">${this.announcement}</div>
      <main>${this.#side()} ${this.#offers(desk?.offers ?? [])} ${this.#center()} ${this.#card()}</main>
    `;
  }

  #header(): TemplateResult {
    const { agent, desk } = this.session.client.snapshot;
    return html`<header>
      <h1>${icons.brand}<span>Throughline desk</span></h1>
      <desk-help></desk-help>
      <desk-agent-menu
        .displayName=${agent?.displayName ?? ''}
        .active=${desk?.conversations.length ?? 0}
        .roles=${this.roles}
        .standIn=${this.standIn}
      ></desk-agent-menu>
    </header>`;
  }

  #notice(): TemplateResult {
    return html`<span>${this.notice}</span>
      <button class="link" @click=${() => this.#say('')}>Dismiss</button>`;
  }

  #side(): TemplateResult {
    const { connection, desk } = this.session.client.snapshot;
    return html`<div class="side pane">
      <desk-presence
        .available=${desk?.available ?? false}
        .changeable=${connection.kind === 'ready' && desk !== null && !this.busy.has('presence')}
        .active=${desk?.conversations.length ?? 0}
        .capacity=${desk?.capacity ?? 0}
        @availability-wanted=${this.#setAvailable}
      ></desk-presence>
      <desk-phone-customer @caller-known=${this.#showCaller}></desk-phone-customer>
      <desk-conversation-list
        .items=${this.session.items}
        .selectedId=${this.session.selected?.conversation.conversationId ?? null}
        @conversation-chosen=${this.#choose}
      ></desk-conversation-list>
      <desk-waiting-list .items=${desk?.waiting ?? []}></desk-waiting-list>
    </div>`;
  }

  #offers(offers: readonly Offer[]): TemplateResult | typeof nothing {
    if (offers.length === 0) return nothing;
    return html`<div class="offers">
      ${repeat(
        offers,
        (offer) => offer.interactionId,
        (offer) => html`<desk-offer
          .offer=${offer}
          .busy=${this.busy.has(offer.interactionId)}
          @offer-accepted=${() => this.#accept(offer)}
          @offer-declined=${() => this.#decline(offer)}
        ></desk-offer>`,
      )}
    </div>`;
  }

  #center(): TemplateResult {
    const { selected } = this.session;
    return html`<div class="center" tabindex="-1">
      ${selected === null ? this.#nothingOpen() : this.#conversation(selected)}
    </div>`;
  }

  #nothingOpen(): TemplateResult {
    const available = this.session.client.snapshot.desk?.available ?? false;
    return html`<div class="empty muted">
      ${icons.bubbles}
      <h2>Nothing is open</h2>
      <p>
        ${
          available
            ? 'The next conversation for you is offered here.'
            : 'Switch yourself to available, and conversations are offered here.'
        }
      </p>
    </div>`;
  }

  #conversation(open: OpenConversation): TemplateResult {
    const { conversationId } = open.conversation;
    const { client } = this.session;
    return html`<desk-conversation
      .open=${open}
      .agentName=${client.snapshot.agent?.displayName ?? ''}
      .revealReasons=${client.snapshot.revealReasons}
      .files=${client.snapshot.files}
      .draft=${this.session.draft(conversationId)}
      .ending=${this.busy.has(conversationId)}
      @conversation-seen=${(event: Asked<'conversation-seen'>) => this.#see(conversationId, event.detail.seq)}
      @draft-changed=${(event: Asked<'draft-changed'>) => this.#keepDraft(conversationId, event.detail.text)}
      @reply-sent=${(event: Asked<'reply-sent'>) => this.#send(conversationId, event.detail)}
      @message-retried=${(event: Asked<'message-retried'>) => client.retry(conversationId, event.detail.id)}
      @message-discarded=${(event: Asked<'message-discarded'>) => client.discard(conversationId, event.detail.id)}
      @value-hidden=${(event: Asked<'value-hidden'>) =>
        this.#run(conversationId, () => client.redact(conversationId, event.detail.seq, event.detail.value))}
      @value-wanted=${(event: Asked<'value-wanted'>) => this.#reveal(conversationId, event.detail)}
      @nobody-answered=${() =>
        this.#run(conversationId, () => client.callEnded(conversationId, 'not_reached'))}
      @conversation-ended=${() => this.#run(conversationId, () => client.end(conversationId))}
      @conversation-closed=${() => this.#close(conversationId)}
    ></desk-conversation>`;
  }

  #card(): TemplateResult {
    const { card, offered } = this.session.cardOnShow;
    return html`<desk-customer
      class="pane"
      .card=${this.caller?.customer ?? card}
      .offered=${this.caller === null && offered}
      .caller=${this.caller}
      @caller-known=${this.#showCaller}
    ></desk-customer>`;
  }

  get #pane(): ConversationPane | null {
    return this.renderRoot.querySelector<ConversationPane>('desk-conversation');
  }

  #focusPane(): void {
    if (this.#pane !== null) this.#pane.focusReply();
    else this.renderRoot.querySelector<HTMLElement>('.center')?.focus();
  }

  #refresh(): void {
    const fresh = this.session.refresh();
    if (fresh.length > 0) this.announcement = fresh.map(offerWords).join('. ');
    this.requestUpdate();
  }

  #say(notice: string): void {
    this.notice = notice;
  }

  #setAvailable(event: Asked<'availability-wanted'>): void {
    void this.#run('presence', () => this.session.client.setAvailable(event.detail.available));
  }

  #showCaller(event: Asked<'caller-known'>): void {
    this.caller = event.detail;
  }

  #accept({ interactionId, conversationId }: Offer): void {
    this.session.selectWhenAssigned(conversationId);
    this.#acceptedId = conversationId;
    this.caller = null;
    void this.#run(interactionId, () => this.session.client.accept(interactionId));
  }

  #decline({ interactionId }: Offer): void {
    void this.#run(interactionId, () => this.session.client.decline(interactionId));
  }

  #choose(event: Asked<'conversation-chosen'>): void {
    this.session.select(event.detail.conversationId);
    this.caller = null;
    this.requestUpdate();
    // Where the panes are stacked, the conversation can be far below the list.
    void this.updateComplete.then(() => this.#pane?.scrollIntoView({ block: 'nearest' }));
  }

  #close(conversationId: string): void {
    this.session.close(conversationId);
    this.#focusWanted = true;
    this.requestUpdate();
  }

  #see(conversationId: string, seq: number): void {
    if (!this.session.see(conversationId, seq)) return;
    this.session.client.markRead(conversationId, seq);
    this.requestUpdate();
  }

  #keepDraft(conversationId: string, text: string): void {
    this.session.keepDraft(conversationId, text);
    if (text !== '') this.session.client.typing(conversationId);
    this.requestUpdate();
  }

  #send(conversationId: string, { text, content }: DeskEvents['reply-sent']): void {
    this.session.client.send(conversationId, text, content);
    this.session.keepDraft(conversationId, '');
    this.requestUpdate();
  }

  /** Straight to whoever shows it: the value is kept nowhere else. */
  #reveal(conversationId: string, { seq, index, reason, show, refuse }: ValueWanted): void {
    this.session.client
      .reveal({ conversationId, seq, index, reason })
      .then(show, (error) => refuse(revealRefusalWords(error)));
  }

  async #run(key: string, command: () => Promise<void>): Promise<void> {
    this.busy = new Set([...this.busy, key]);
    this.notice = '';
    try {
      await command();
    } catch (error) {
      this.notice = refusalWords(error);
    } finally {
      this.busy = new Set([...this.busy].filter((one) => one !== key));
    }
  }

  #keydown(event: KeyboardEvent): void {
    const action = shortcutFor(event);
    if (action === null) return;
    event.preventDefault();
    if (action === 'reply') this.#focusPane();
    else if (action === 'end') this.#pane?.askToEnd();
    else {
      this.session.move(action === 'next' ? 1 : -1);
      this.#focusWanted = this.#pane?.matches(':focus-within') ?? false;
      this.requestUpdate();
    }
  }

  static override styles = [base, buttons, workspaceStyles];
}

customElements.define('desk-workspace', Workspace);
