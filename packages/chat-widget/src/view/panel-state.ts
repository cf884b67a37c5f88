import type { ChatClient, ChatSnapshot } from '@throughline/chat-client';
import type { Screen } from '../model/screen.js';

/** What the customer has opened: what else can be done, or the question whether to end, or that ending failed. */
export type Asking = '' | 'options' | 'end' | 'failed';

export interface PanelActions {
  readonly client: ChatClient;
  /** Where the gateway keeps files; `/{id}` appended is the address of one. */
  readonly filesUrl: string;
  minimize(): void;
  ask(asking: Asking): void;
  /** The newest entry is before the customer's eyes. */
  reachedEnd(): void;
}

export interface PanelState {
  readonly snapshot: ChatSnapshot;
  readonly screen: Screen;
  readonly open: boolean;
  /** On a small screen the panel is a modal dialog over the whole of it. */
  readonly fullScreen: boolean;
  readonly asking: Asking;
  readonly title: string;
  /** The element with the portal's settings. */
  readonly host: HTMLElement;
  /** ms since the epoch. */
  readonly now: number;
}
