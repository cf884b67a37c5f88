import type { FileRules } from '@throughline/protocol';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { avatar, avatarStyles } from '../../shared/avatar.js';
import { emit } from '../../shared/events.js';
import { timeOfDay } from '../../shared/format.js';
import { badges, base, buttons } from '../../shared/styles.js';
import './composer.js';
import './conversation-log.js';
import { paneStyles } from './conversation-pane.styles.js';
import type { OpenConversation } from './open-conversation.js';

/** The conversation in the middle of the desk: who, what was said, where to reply, how to end. */
export class ConversationPane extends LitElement {
  static override properties = {
    open: { attribute: false },
    agentName: {},
    revealReasons: { attribute: false },
    files: { attribute: false },
    draft: {},
    ending: { type: Boolean },
    asking: { state: true },
  };

  declare open: OpenConversation;
  declare agentName: string;
  /** Why the agent can ask for hidden values; empty when the agent may not. */
  declare revealReasons: readonly string[];
  /** Null when no files can be sent. */
  declare files: FileRules | null;
  declare draft: string;
  /** True while the gateway is ending the conversation. */
  declare ending: boolean;
  declare asking: boolean;

  constructor() {
    super();
    this.agentName = '';
    this.revealReasons = [];
    this.files = null;
    this.draft = '';
    this.ending = false;
    this.asking = false;
  }

  /** Puts the cursor where the agent writes; on a conversation that is over, on its close button. */
  focusReply(): void {
    this.#focus(this.open.over ? '.close' : 'desk-composer');
  }

  /** Asks whether to end the conversation. */
  askToEnd(): void {
    if (this.open.over) return;
    this.asking = true;
    this.#focus('.confirm');
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('open');
    if (before === undefined) return;
    const another = before.conversation.conversationId !== this.open.conversation.conversationId;
    if (another || this.open.over) this.asking = false;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const before = changed.get('open');
    const same = before?.conversation.conversationId === this.open.conversation.conversationId;
    // The reply box goes away under the agent's hands, so its focus goes on to the one thing left to do.
    if (same && this.open.over && before?.over === false && this.matches(':focus-within')) this.focusReply();
  }

  protected override render(): TemplateResult {
    return html`
      ${this.#header()}
      ${keyed(
        this.open.conversation.conversationId,
        html`<desk-conversation-log .open=${this.open} .agentName=${this.agentName} .revealReasons=${this.revealReasons}></desk-conversation-log>`,
      )}
      ${this.asking ? this.#question() : nothing} ${this.open.over ? this.#epilogue() : this.#composer()}
    `;
  }

  #header(): TemplateResult {
    const { customer, queueName, assignedAt } = this.open.conversation;
    return html`<header>
      ${avatar(customer.displayName)}
      <div class="who">
        <h2>
          <span class="truncate">${customer.displayName}</span>
          ${customer.tier === null ? nothing : html`<span class="badge tier">${customer.tier}</span>`}
        </h2>
        <p class="small muted truncate">With you since ${timeOfDay(assignedAt)} · ${queueName}</p>
      </div>
      ${this.open.over ? nothing : this.#endings()}
    </header>`;
  }

  /** A call that reached nobody comes again; its end without a word means that it was made. */
  #endings(): TemplateResult {
    const isCall = this.open.conversation.customer.callback?.phone != null;
    const nobody = html`<button @click=${() => emit(this, 'nobody-answered', null)}>Nobody answered</button>`;
    return html`${isCall ? nobody : nothing}<button @click=${this.askToEnd}>End conversation</button>`;
  }

  #question(): TemplateResult {
    return html`<div class="question" role="group" aria-labelledby="question" @keydown=${this.#escape}>
      <p id="question">End this conversation with ${this.open.conversation.customer.displayName}?</p>
      <button @click=${this.#keepOpen}>Keep it open</button>
      <button class="danger confirm" aria-disabled=${this.ending ? 'true' : nothing} @click=${this.#end}>
        Yes, end it
      </button>
    </div>`;
  }

  #composer(): TemplateResult {
    return html`<desk-composer
      .draft=${this.draft}
      .customerName=${this.open.conversation.customer.displayName}
      .conversationId=${this.open.conversation.conversationId}
      .files=${this.files}
    ></desk-composer>`;
  }

  #epilogue(): TemplateResult {
    const ended = this.open.transcript.entries.at(-1)?.kind === 'ended';
    return html`<div class="epilogue">
      <p>${ended ? 'This conversation has ended.' : 'This conversation is no longer with you.'}</p>
      <button class="close" @click=${() => emit(this, 'conversation-closed', null)}>Close</button>
    </div>`;
  }

  #end(): void {
    if (!this.ending) emit(this, 'conversation-ended', null);
  }

  #keepOpen(): void {
    this.asking = false;
    this.focusReply();
  }

  #escape(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.#keepOpen();
  }

  #focus(selector: string): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(selector)?.focus());
  }

  static override styles = [base, buttons, badges, avatarStyles, paneStyles];
}

customElements.define('desk-conversation', ConversationPane);
