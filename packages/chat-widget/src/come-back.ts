import type { ChatSnapshot } from '@throughline/chat-client';
import { COME_BACK as NAME, tabStorage } from './tab-storage.js';

/**
 * Opens the panel again for a customer who has been to the portal's sign-in and back. Keeps the customer's tag, so
 * that it does not open for somebody else.
 */
export function createComeBack(storage = tabStorage()) {
  return {
    /** The panel is open; true when it must not be, because somebody else has come. */
    update({ connection, customer }: ChatSnapshot): boolean {
      const before = attempt(() => storage?.getItem(NAME)) ?? '';
      if (connection.kind === 'sign-in-needed') {
        attempt(() => storage?.setItem(NAME, customer?.tag ?? before));
      } else if (connection.kind === 'ready') {
        attempt(() => storage?.removeItem(NAME));
        return before !== '' && before !== customer?.tag;
      }
      return false;
    },
    cancel: () => attempt(() => storage?.removeItem(NAME)),
  };
}

/** A storage that is full or switched off remembers nothing, and nothing fails. */
function attempt<Result>(action: () => Result): Result | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
