import type { PendingMessage } from './chat-snapshot.js';

/** What a tab has of the Web Storage interface; each call may throw. `sessionStorage` fits. */
export type TabStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** What a tab would lose when it goes to another page. */
export interface Kept {
  readonly draft: string;
  /** The live conversation, which may end meanwhile. */
  readonly conversationId: string | null;
  readonly messages: readonly KeptMessage[];
}

/** A message that the gateway has not acknowledged, and where it was sent to. */
export interface KeptMessage extends PendingMessage {
  readonly conversationId: string | null;
}

export const KEPT = 'throughline-kept';

/** Whether this customer has left something on the page before. */
export function hasKept(storage: TabStorage | null, customerTag: string): boolean {
  try {
    return storage?.getItem(KEPT)?.startsWith(`${customerTag}.`) ?? false;
  } catch {
    return false;
  }
}
