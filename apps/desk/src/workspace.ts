import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { DeskSession } from './desk-session.js';
import './features/conversation/conversation-list.js';
import type { ConversationPane } from './features/conversation/conversation-pane.js';
import './features/conversation/conversation-pane.js';
import './features/customer/customer-panel.js';
import './features/presence/connection-bar.js';
import './features/presence/presence-panel.js';
import './features/queue/offer-card.js';
import './features/queue/waiting-list.js';
import { avatar, avatarStyles } from './shared/avatar.js';
import type { DeskEvents } from './shared/events.js';
import './shared/help-sheet.js';
import { icons } from './shared/icons.js';
import { type ShortcutAction, shortcutFor } from './shared/shortcuts.js';
import { base, buttons } from './shared/styles.js';
import { offerWords, refusalWords, titleWords } from './words.js';
import { workspaceStyles } from './workspace.styles.js';

type DeskEvent<Name extends keyof DeskEvents> = CustomEvent<DeskEvents[Name]>;

/** A signed-in agent's desk: composes the features over one session and carries out what they ask for. */
export class Workspace extends LitElement {
  static override properties = {
    session: { attribute: false },
    notice: { state: true },
    announcement: { state: true },
    busy: { state: true },
  };

  declare session: DeskSession;
  /** The last refusal, in words. */
  declare notice: string;
  /** Spoken once by screen readers. */
  declare announcement: string;
  /** What is on its way to the gateway: `presence`, an interaction id or a conversation id. */
  declare busy: ReadonlySet<string>;

  #unsubscribe = (): void => {};
  #focusReplyIn: string | null = null;
  readonly #onKeydown = (event: KeyboardEvent): void => this.#keydown(event);

  constructor() {
    super();
    this.notice = '';
    this.announcement = '';
    this.busy = new Set();
  }
}
