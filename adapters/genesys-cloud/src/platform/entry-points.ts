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
  readonly startedAt: Date;
}

/** A conversation goes on for three days at most: longer ago began nothing that is alive. */
const LOOK_BACK_MS = 72 * 3_600_000;

/**
 * Whether the customer talks to an agent already, on any channel of Genesys. Analytics knows seconds to minutes late:
 * what the flow has told by its data action comes first.
 */
export class EntryPoints {
  readonly #options: EntryPointsOptions;

  constructor(options: EntryPointsOptions) {
    this.#options = options;
  }

  /** The latest one that is not in `ours`; null without. @throws GenesysError */
  async findActive(externalId: string, ours: readonly string[]): Promise<OtherConversation | null> {
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
          ],
        },
      ],
    });
    return read(found).find(({ remoteId }) => !ours.includes(remoteId)) ?? null;
  }
}

function read({ conversations = [] }: FoundConversations): readonly OtherConversation[] {
  return conversations.flatMap(
    ({ conversationId, conversationStart, conversationEnd, participants = [] }) => {
      if (!conversationId || !conversationStart || conversationEnd) return [];
      const sessions = participants.flatMap((participant) => participant.sessions ?? []);
      const channel = sessions.find(({ mediaType }) => mediaType === 'message')?.messageType ?? 'unknown';
      return [{ remoteId: conversationId, channel, startedAt: new Date(conversationStart) }];
    },
  );
}
