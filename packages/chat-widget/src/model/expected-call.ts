import type { ChatSnapshot } from '@throughline/chat-client';
import type { CallbackView } from '@throughline/protocol';

/** The call that the customer can expect; null when there is none. */
export function expectedCall({ callback }: ChatSnapshot): CallbackView | null {
  return callback && ['scheduled', 'due', 'calling'].includes(callback.state) ? callback : null;
}
