import type { CustomerCard } from '@throughline/core';
import type { ConversationBook } from './conversation-book.js';
import type { GuestDependencies } from './dependencies.js';
import { DeskSide } from './desk-side.js';
import type { GuestMessages } from './guest-messages.js';
import { guestName } from './guest-names.js';
import type { GuestConversation } from './model.js';
import { customerOf } from './participants.js';

/** Conversations of guests at the desk. */
export function createGuestDesk(
  dependencies: GuestDependencies,
  conversations: ConversationBook,
  messages: GuestMessages,
): DeskSide<GuestConversation> {
  return new DeskSide(dependencies, conversations, {
    customerId: ({ session }) => session.id,
    card: toCard,
    say: (conversation, { id, text, agent }) => messages.fromDesk(conversation, id, text, agent),
    end: (conversation, agentName) => messages.disconnect(conversation, agentName),
  });
}

function toCard(conversation: GuestConversation): CustomerCard {
  const { session, startTime } = conversation;
  const { attributes } = customerOf(conversation);
  const externalId = session.identity?.sub ?? `guest ${session.id.slice(-8)}`;
  return {
    context: [
      {
        at: startTime,
        customer: { externalId, displayName: guestName(session), tier: attributes.tier ?? null },
        intent: attributes.intent ?? attributes.topic ?? null,
        page: null,
      },
    ],
    previous: null,
    routingReasons: [
      `Deployment ${session.deployment.name}`,
      session.identity ? 'Signed in' : 'Not signed in',
      ...Object.entries(attributes).map(([name, value]) => `${name}: ${value}`),
    ],
  };
}
