import { ConversationBook } from './conversation-book.js';
import type { GuestDependencies } from './dependencies.js';
import type { DeskSide } from './desk-side.js';
import { createGuestDesk } from './guest-desk.js';
import { GuestMessages } from './guest-messages.js';
import { GuestSessions } from './guest-sessions.js';
import type { GuestConversation } from './model.js';

/** Everything about guests: who they are, what they say, and how agents see it. */
export interface Guests {
  readonly sessions: GuestSessions;
  readonly conversations: ConversationBook;
  readonly messages: GuestMessages;
  readonly desk: DeskSide<GuestConversation>;
}

export function createGuests(dependencies: GuestDependencies): Guests {
  const conversations = new ConversationBook(dependencies);
  const sessions = new GuestSessions(dependencies, conversations);
  const messages = new GuestMessages(dependencies, sessions, conversations);
  return { sessions, conversations, messages, desk: createGuestDesk(dependencies, conversations, messages) };
}
