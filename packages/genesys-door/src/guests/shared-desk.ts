import type { GuestConversations } from '@throughline/core';
import { CoreError } from '@throughline/core';

/** One part of the desk, which says what is its own. */
export interface DeskPart extends GuestConversations {
  has(id: string): boolean;
}

/** Several kinds of items at one desk: each call goes to the part that owns the item. */
export function shareDesk(parts: readonly DeskPart[]): GuestConversations {
  const owner = (id: string) => parts.find((part) => part.has(id));
  return {
    follow: async (interaction) => (await owner(interaction.conversationId)?.follow(interaction)) ?? false,
    get: async (id) => (await owner(id)?.get(id)) ?? null,
    card: async (id) => (await owner(id)?.card(id)) ?? null,
    read: async (id, afterSeq, limit) => (await owner(id)?.read(id, afterSeq, limit)) ?? [],
    send: async (message) => {
      const part = owner(message.conversationId);
      if (!part) throw new CoreError('not_found', 'There is no such conversation for you.');
      return part.send(message);
    },
    raiseAgentReceipts: async (id, receipts) => owner(id)?.raiseAgentReceipts(id, receipts),
    end: async (id, agent) => owner(id)?.end(id, agent),
  };
}
