import type { Clock, RemoteCustomerStore, RemoteEntry } from '@throughline/core';
import type { ExternalContacts } from './external-contacts.js';
import { GenesysError } from './genesys-error.js';
import { type FoundConversations, queryConversations } from './operations/analytics.js';
import { getConversation, type MessageConversation } from './operations/conversations.js';
import type { PlatformClient } from './platform-client.js';

export interface EntryPointsOptions {
  readonly store: RemoteCustomerStore;
  readonly clock: Clock;
  /** Null where only what flows tell is known. */
  readonly platform: { readonly client: PlatformClient; readonly contacts: ExternalContacts | null } | null;
}

/** A message conversation that the customer has at Genesys through another channel. */
export interface OtherConversation {
  readonly remoteId: string;
  /** Genesys's word for the channel, such as `whatsapp` or `webmessaging`. */
  readonly channel: string;
  /** Genesys's id of the agent who has it; null without one. */
  readonly agentId: string | null;
}

/** What a flow of another channel says. */
export interface ToldEntry extends Pick<OtherConversation, 'remoteId' | 'channel'> {
  readonly isOver: boolean;
}

/** A conversation goes on for three days at most: longer ago began nothing that is alive. */
const LOOK_BACK_MS = 72 * 3_600_000;

/** Conversations of ours have this participant data: see `contextAttributes`. */
const OURS = 'throughlineConversationId';

/** A contact may be merged or made anew there: it is looked up again after so long. */
const CONTACT_MS = 30 * 86_400_000;

/** Analytics was not asked: the one request of this escalation went to the customer's contact. */
export type FoundEntry = OtherConversation | null | 'not asked';

/**
 * Whether the customer talks to an agent already, on any channel of Genesys: first what flows there have told, then
 * analytics, which knows seconds to minutes late. It never takes more than one request of the Platform API.
 */
export class EntryPoints {
  readonly #options: EntryPointsOptions;

  constructor(options: EntryPointsOptions) {
    this.#options = options;
  }

  async tell(customerId: string, { remoteId, channel, isOver }: ToldEntry): Promise<void> {
    const { store, clock } = this.#options;
    if (isOver) return store.endEntry(customerId, remoteId);
    await store.keepEntry(customerId, { remoteId, channel, at: clock.now() });
  }

  /** The latest one that is none of ours; null without. @throws GenesysError, CoreError `unavailable` */
  async findActive(customer: { readonly id: string; readonly externalId: string }): Promise<FoundEntry> {
    const { store, platform, clock } = this.#options;
    const { entry, contact } = await store.get(customer.id);
    const now = clock.now().getTime();
    const told = entry && now - entry.at.getTime() < LOOK_BACK_MS ? entry : null;
    if (!platform) return told && { remoteId: told.remoteId, channel: told.channel, agentId: null };
    if (told) return this.#asItIs(platform.client, customer.id, told);
    if (!platform.contacts) return null;
    if (contact && now - contact.at.getTime() < CONTACT_MS) {
      return this.#search(platform.client, contact.id, now);
    }
    const contactId = await platform.contacts.idOf(customer.externalId);
    if (contactId === null) return null;
    await store.keepContact(customer.id, contactId, clock.now());
    return 'not asked';
  }

  /** Flows are through with a conversation long before it is over. */
  async #asItIs(
    client: PlatformClient,
    customerId: string,
    { remoteId, channel }: RemoteEntry,
  ): Promise<OtherConversation | null> {
    const { participants = [] } = await getConversation(client, remoteId, 'waiting').catch(asNobody);
    const live = participants.filter(({ endTime }) => endTime === undefined);
    if (live.some(({ purpose }) => purpose === 'customer')) {
      const agent = live.findLast(({ purpose }) => purpose === 'agent');
      return { remoteId, channel, agentId: agent?.user?.id ?? null };
    }
    await this.#options.store.endEntry(customerId, remoteId);
    return null;
  }

  async #search(client: PlatformClient, contactId: string, now: number): Promise<OtherConversation | null> {
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

function asNobody(error: unknown): MessageConversation {
  if (error instanceof GenesysError && error.code === 'not_found') return {};
  throw error;
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
