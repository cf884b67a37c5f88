import type { DoorState } from '../../door-state.js';
import type { GuestNewsItem } from '../../guests/guest-news.js';
import { stableId } from '../../ids.js';
import type { Callback } from '../callbacks/callback-book.js';
import { toCallbackConversation } from '../callbacks/callback-views.js';
import { toMessageConversation } from '../conversations/conversation-views.js';
import type { Directory } from '../directory.js';
import { observe } from '../routing/observe.js';
import { toRoutingStatus, toUserPresence } from '../users/user-views.js';
import type { Channels } from './channels.js';
import { detailEvent } from './detail-events.js';

const OBSERVATIONS = [
  'oActiveUsers',
  'oAlerting',
  'oInteracting',
  'oMemberUsers',
  'oOffQueueUsers',
  'oOnQueueUsers',
  'oUserRoutingStatuses',
  'oWaiting',
] as const;
/** Figures of queues are told at most once a second. */
const OBSERVATION_MS = 1_000;

/** What channels are told of: conversations, callbacks, queues and agents. Never with texts. */
export class NotificationFeed {
  readonly #state: DoorState;
  readonly #directory: Directory;
  readonly #channels: Channels;
  readonly #timers: NodeJS.Timeout[] = [];
  /** As last told, by agent. */
  readonly #statuses = new Map<string, string>();
  #queuesMoved = true;
  #unsubscribe: () => void = () => undefined;

  constructor(state: DoorState, directory: Directory, channels: Channels) {
    this.#state = state;
    this.#directory = directory;
    this.#channels = channels;
  }

  start(): void {
    const { news, callbacks, options, limits } = this.#state;
    news.listen((item) => this.#onNews(item));
    callbacks.onChange((callback) => this.#onCallback(callback));
    this.#unsubscribe = options.bus.subscribe(({ kind }) => {
      if (kind === 'contact-center') this.#queuesMoved = true;
    });
    const heartbeat = () => this.#channels.heartbeat();
    const tellQueues = () => {
      this.#channels.expireDue();
      this.#tellQueues().catch((error) => options.onFailure(error, 'observations'));
    };
    this.#timers.push(
      setInterval(heartbeat, limits.heartbeatSeconds * 1000),
      setInterval(tellQueues, OBSERVATION_MS),
    );
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#unsubscribe();
    this.#channels.close();
  }

  #onNews(news: GuestNewsItem): void {
    const { conversation } = news;
    const user = conversation.agentId === null ? null : stableId('user', conversation.agentId);
    if ('participant' in news) {
      const { name, body } = detailEvent(news, this.#state.options.clock.now());
      this.#channels.publish(`v2.detail.events.conversation.${conversation.id}.${name}`, body);
    } else if (news.kind === 'conversation') {
      const body = toMessageConversation(conversation);
      this.#toQueue('v2.routing.queues', conversation.queueId, 'conversations.messages', body);
      if (user) this.#channels.publish(`v2.users.${user}.conversations.messages`, body);
    } else if (user) {
      const body = { conversationId: conversation.id, typing: { type: 'On', duration: 5000 } };
      this.#channels.publish(`v2.users.${user}.conversations.inbound.typing.event`, body);
    }
  }

  #onCallback(callback: Callback): void {
    const body = toCallbackConversation(callback);
    this.#toQueue('v2.routing.queues', callback.queueId, 'conversations.callbacks', body);
    if (callback.agentId === null) return;
    this.#channels.publish(`v2.users.${stableId('user', callback.agentId)}.conversations.callbacks`, body);
  }

  async #tellQueues(): Promise<void> {
    if (!this.#queuesMoved || !this.#channels.hasListeners()) return;
    this.#queuesMoved = false;
    const { contactCenter, clock } = this.#state.options;
    for (const { id } of await this.#directory.queues()) {
      const load = await contactCenter.load([id]);
      for (const result of observe(id, load, OBSERVATIONS, false, this.#state)) {
        this.#toQueue('v2.analytics.queues', id, 'observations', result);
      }
    }
    for (const load of (await contactCenter.load([])).agents) {
      const { agent } = load;
      const { userId, status } = toRoutingStatus(load);
      const told = this.#statuses.get(agent.id);
      this.#statuses.set(agent.id, status);
      if (told === undefined || told === status) continue;
      this.#channels.publish(`v2.users.${userId}.routingStatus`, {
        id: userId,
        routingStatus: { userId, status, startTime: clock.now().toISOString() },
      });
      this.#channels.publish(`v2.users.${userId}.presence`, toUserPresence(agent, clock.now()));
      for (const queueId of agent.queueIds) {
        this.#toQueue('v2.routing.queues', queueId, 'users', {
          id: userId,
          joined: true,
          routingStatus: { status, startTime: clock.now().toISOString() },
        });
      }
    }
  }

  /** Under both ids that clients may know the queue by. */
  #toQueue(before: string, queueId: string, after: string, body: unknown): void {
    for (const id of [queueId, stableId('queue', queueId)]) {
      this.#channels.publish(`${before}.${id}.${after}`, body);
    }
  }
}
