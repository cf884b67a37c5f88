import type { GuestConversation, Participant } from './model.js';

/** What others of the door follow; never with text. */
export type GuestNewsItem =
  /** Something of the conversation changed. */
  | { readonly kind: 'conversation' | 'typing'; readonly conversation: GuestConversation }
  | {
      readonly kind: 'participant-start' | 'participant-end' | 'attributes' | 'wrapup';
      readonly conversation: GuestConversation;
      readonly participant: Participant;
    };

/** Tells every part of the door that listens. */
export class GuestNews {
  readonly #listeners = new Set<(item: GuestNewsItem) => void>();

  listen(listener: (item: GuestNewsItem) => void): void {
    this.#listeners.add(listener);
  }

  tell(item: GuestNewsItem): void {
    for (const listener of this.#listeners) listener(item);
  }
}
