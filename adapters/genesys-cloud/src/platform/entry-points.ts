import type { Clock } from '@throughline/core';
import type { ExternalContacts } from './external-contacts.js';
import { type FoundConversations, queryConversations } from './operations/analytics.js';
import type { PlatformClient } from './platform-client.js';

export interface EntryPointsOptions {
  readonly client: PlatformClient;
  readonly contacts: ExternalContacts;
  readonly clock: Clock;
}

/** A message conversation that the customer has at Genesys through another channel. */
export interface OtherConversation {
  readonly remoteId: string;
  /** Genesys's word for the channel, such as `whatsapp` or `webmessaging`. */
  readonly channel: string;
  /** Genesys's id of the agent who has it; null without one. */
  readonly agentId: string | null;
}

/** A conversation goes on for three days at most: longer ago began nothing that is alive. */
const LOOK_BACK_MS = 72 * 3_600_000;

/** Conversations of ours have this participant data: see `contextAttributes`. */
const OURS = 'throughlineConversationId';

/** Whether the customer talks to an agent already, on any channel of Genesys. Analytics knows seconds to minutes late. */
export class EntryPoints {
  readonly #options: EntryPointsOptions;

  constructor(options: EntryPointsOptions) {
    this.#options = options;
  }

  /** The latest one that is none of ours; null without. @throws GenesysError */
  async findActive(externalId: string): Promise<OtherConversation | null> {
    const { client, contacts, clock } = this.#options;
    const contactId = await contacts.idOf(externalId);
    if (contactId === null) return null;
    const now = clock.now().getTime();
    const found = await queryConversations(client, {
      interval: `${new Date(now - LOOK_BACK_MS).toISOString()}/${new Date(now + 60_000).toISOString()}`,
      order: 'desc',
      orderBy: 'conversationStart',
      paging: { pageSize: 10, pageNumber: 1 },
      conversationFilters: [
        {
          type: 'and',
          predicates: [{ type: 'dimension', dimension: 'conversationEnd', operator: 'notExists' }],
        },
      ],
      segmentFilters: [
        {
          type: 'and',
          predicates: [
            { type: 'dimension', dimension: 'mediaType', operator: 'matches', value: 'message' },
            { type: 'dimension', dimension: 'externalContactId', operator: 'matches', value: contactId },
            { type: 'property', property: OURS, operator: 'notExists' },
          ],
        },
      ],
    });
    return read(found)[0] ?? null;
  }
}

function read({ conversations = [] }: FoundConversations): readonly OtherConversation[] {
  return conversations.flatMap(
    ({ conversationId, conversationStart, conversationEnd, participants = [] }) => {
      if (!conversationId || !conversationStart || conversationEnd) return [];
      const sessions = participants.flatMap((participant) => participant.sessions ?? []);
      const channel = sessions.find(({ mediaType }) => mediaType === 'message')?.messageType ?? 'unknown';
      const agent = participants.findLast(({ purpose }) => purpose === 'agent');
      return [{ remoteId: conversationId, channel, agentId: agent?.userId ?? null }];
    },
  );
}
