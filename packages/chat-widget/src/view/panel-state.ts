import type { ChatSnapshot } from '@throughline/chat-client';
import type { Screen } from '../model/screen.js';
import type { EndQuestion } from './end-question.js';

export interface PanelState {
  readonly snapshot: ChatSnapshot;
  readonly screen: Screen;
  readonly open: boolean;
  /** On a small screen the panel is a modal dialog over the whole of it. */
  readonly fullScreen: boolean;
  /** Whether the customer is being asked to confirm the end, and if so, whether it was tried in vain. */
  readonly endQuestion: EndQuestion;
  /** Whether what else can be done is shown. */
  readonly options: boolean;
  readonly title: string;
  /** The element with the portal's settings. */
  readonly host: HTMLElement;
  /** ms since the epoch. */
  readonly now: number;
}
