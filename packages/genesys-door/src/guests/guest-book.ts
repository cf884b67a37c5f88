import type { EmbeddedContactCenter } from '@throughline/contact-center';
import {
  type AgentMessage,
  type Bus,
  type Clock,
  type Conversation,
  CoreError,
  type CustomerCard,
  type Entry,
  type GuestConversations,
  type Interaction,
  type Masker,
  type Receipts,
} from '@throughline/core';
import type { GuestResponse, MessageContent, MessageEvent, StructuredMessage } from '@throughline/guest-api';
import { newMessageId } from '../ids.js';
import type { Deployment, DoorLimits } from '../options.js';
import type { GuestConversation, GuestIdentity, GuestSession, Participant } from './model.js';
import { addParticipant, customerOf, disconnectParticipant, openParticipant } from './participants.js';

export interface GuestBookOptions {
  readonly contactCenter: EmbeddedContactCenter;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly mask: Masker;
  readonly newId: () => string;
  readonly limits: DoorLimits;
}

/** What others of the door follow; never with text. */
export type GuestNews =
  | { readonly kind: 'conversation'; readonly conversation: GuestConversation }
  | { readonly kind: 'attributes'; readonly conversation: GuestConversation }
  | { readonly kind: 'customer-end'; readonly conversation: GuestConversation }
  | { readonly kind: 'typing'; readonly conversation: GuestConversation };

export interface OutboundContent {
  readonly text?: string;
  readonly content?: readonly MessageContent[];
  readonly originatingEntity: 'Human' | 'Bot';
  readonly nickname?: string;
}

/**
 * Guest sessions and their conversations, in the memory of this process. Everything a guest or an agent writes is
 * masked before it is kept or passed on.
 */
export class GuestBook implements GuestConversations {
  readonly #options: GuestBookOptions;
  readonly #sessions = new Map<string, GuestSession>();
  readonly #expired = new Set<string>();
  readonly #conversations = new Map<string, GuestConversation>();
  readonly #listeners = new Set<(news: GuestNews) => void>();
  #lastTime = 0;

  constructor(options: GuestBookOptions) {
    this.#options = options;
  }

  onNews(listener: (news: GuestNews) => void): void {
    this.#listeners.add(listener);
  }

  now(): Date {
    return this.#options.clock.now();
  }

  /** Live ones only; one whose time is over expires here. */
  session(token: string): GuestSession | null {
    const session = this.#sessions.get(token);
    if (!session) return null;
    if (session.expiresAt > this.now().getTime()) return session;
    void this.expire(session);
    return null;
  }

  hasExpired(token: string): boolean {
    return this.#expired.has(token);
  }

  sessions(): readonly GuestSession[] {
    return [...this.#sessions.values()];
  }

  start(deployment: Deployment, token: string, identity: GuestIdentity | null): GuestSession {
    const session: GuestSession = {
      token,
      id: this.#options.newId(),
      deployment,
      identity,
      peers: [],
      readOnly: false,
      expiresAt: 0,
      conversation: null,
      history: [],
      attributes: {},
    };
    this.#sessions.delete(token);
    this.#sessions.set(token, session);
    this.#expired.delete(token);
    this.touch(session);
    this.#makeRoom();
    return session;
  }

  /** The idle time starts again. */
  touch(session: GuestSession): void {
    session.expiresAt = this.now().getTime() + this.#options.limits.sessionSeconds * 1000;
  }

  /** Out of reach; a live conversation ends. Peers are the caller's. */
  async forget(session: GuestSession): Promise<void> {
    if (this.#sessions.get(session.token) === session) this.#sessions.delete(session.token);
    const { conversation } = session;
    if (conversation && !conversation.endTime) await this.#finish(conversation, 'client', null);
  }

  async expire(session: GuestSession): Promise<void> {
    this.#expired.add(session.token);
    if (this.#expired.size > this.#options.limits.sessions) {
      this.#expired.delete(this.#expired.values().next().value ?? '');
    }
    broadcast(session, { type: 'response', class: 'SessionExpiredEvent', code: 200, body: {} });
    session.peers = [];
    await this.forget(session);
  }

  async expireDue(): Promise<void> {
    const now = this.now().getTime();
    for (const session of this.sessions()) if (session.expiresAt <= now) await this.expire(session);
  }

  conversation(id: string): GuestConversation | null {
    return this.#conversations.get(id) ?? null;
  }

  conversations(): readonly GuestConversation[] {
    return [...this.#conversations.values()];
  }

  /** The session's live conversation; a new one asks for an agent when `opening` is set. */
  async live(session: GuestSession): Promise<GuestConversation> {
    const { conversation } = session;
    if (conversation && !conversation.endTime) return conversation;
    return this.#open(session);
  }

  /** The text as it may be kept. @throws CoreError `masking_failed` */
  clean(text: string): { readonly text: string; readonly maskedTypes: readonly string[] } {
    try {
      return this.#options.mask(text);
    } catch {
      throw new CoreError('masking_failed', 'The text could not be checked for sensitive data.');
    }
  }

  /** A message of the guest: kept, shown to the desk, and echoed to every connection of the session. */
  async inbound(
    session: GuestSession,
    message: {
      readonly type: 'Text' | 'Structured';
      readonly text?: string;
      readonly content?: MessageContent[];
      readonly metadata: Record<string, string>;
      readonly attributes: Record<string, string>;
    },
    tracingId: string | undefined,
  ): Promise<void> {
    const masked = message.text === undefined ? null : this.clean(message.text);
    const attributes = this.#cleanAttributes(message.attributes);
    const conversation = await this.live(session);
    this.setAttributes(conversation, attributes);
    this.touch(session);
    const at = this.#time();
    const echo: StructuredMessage = {
      id: newMessageId(),
      type: message.type,
      direction: 'Inbound',
      ...(masked === null ? {} : { text: masked.text }),
      channel: {
        time: at.toISOString(),
        messageId: this.#options.newId(),
        ...(session.identity ? { from: nameOf(session.identity) } : {}),
      },
      ...(message.content?.length ? { content: message.content } : {}),
      metadata: {
        ...message.metadata,
        correlationId: this.#options.newId(),
        ...(session.identity ? { authenticated: 'true' } : {}),
      },
    };
    session.history.push(echo);
    const customer = customerOf(conversation);
    conversation.messages.push({
      id: echo.id,
      at,
      purpose: 'customer',
      communicationId: customer.communicationId,
      message: echo,
    });
    const shown = [masked?.text, ...(message.content ?? []).map(describeContent)].filter(Boolean).join('\n');
    this.#append(conversation, {
      id: echo.id,
      kind: 'message',
      party: { role: 'customer', id: session.id },
      at,
      body: { displayName: guestName(session), text: shown, maskedTypes: masked?.maskedTypes ?? [] },
    });
    broadcast(session, {
      type: 'message',
      class: 'StructuredMessage',
      code: 200,
      body: echo,
      ...(tracingId === undefined ? {} : { tracingId }),
    });
    this.#tell({ kind: 'conversation', conversation });
  }

  /** A message to the guest. Rich content needs `content`. @throws CoreError `masking_failed`, `conversation_ended` */
  outbound(conversation: GuestConversation, out: OutboundContent, id = newMessageId()): StructuredMessage {
    if (conversation.endTime) throw ended();
    const { session } = conversation;
    const masked = out.text === undefined ? null : this.clean(out.text);
    const at = this.#time();
    const message: StructuredMessage = {
      id,
      type: out.content?.length ? 'Structured' : 'Text',
      direction: 'Outbound',
      ...(masked === null ? {} : { text: masked.text }),
      originatingEntity: out.originatingEntity,
      channel: {
        time: at.toISOString(),
        type: 'Private',
        ...(out.nickname ? { from: { nickname: out.nickname, firstName: out.nickname } } : {}),
      },
      ...(out.content?.length ? { content: [...out.content] } : {}),
      metadata: { correlationId: this.#options.newId() },
    };
    session.history.push(message);
    const speaker =
      openParticipant(conversation, out.originatingEntity === 'Bot' ? 'workflow' : 'agent') ??
      customerOf(conversation);
    conversation.messages.push({
      id,
      at,
      purpose: speaker.purpose,
      communicationId: speaker.communicationId,
      message,
    });
    broadcast(session, { type: 'message', class: 'StructuredMessage', code: 200, body: message });
    this.#tell({ kind: 'conversation', conversation });
    return message;
  }

  /** An event in the guest's direction, or their own coming back. */
  event(
    session: GuestSession,
    direction: 'Inbound' | 'Outbound',
    events: MessageEvent[],
    more: { readonly metadata?: Record<string, string>; readonly kept: boolean; readonly tracingId?: string },
  ): void {
    const message: StructuredMessage = {
      id: newMessageId(),
      type: 'Event',
      direction,
      channel: {
        time: this.#time().toISOString(),
        ...(direction === 'Outbound' ? { type: 'Private' } : {}),
        ...(direction === 'Inbound' && session.identity ? { from: nameOf(session.identity) } : {}),
      },
      events,
      metadata: more.metadata ?? {},
    };
    if (more.kept) session.history.push(message);
    broadcast(session, {
      type: 'message',
      class: 'StructuredMessage',
      code: 200,
      body: message,
      ...(more.tracingId === undefined ? {} : { tracingId: more.tracingId }),
    });
  }

  /** The guest types. */
  typing(session: GuestSession): void {
    const { conversation } = session;
    if (!conversation || conversation.endTime) return;
    const conversationId = conversation.id;
    this.#options.bus.publish({ kind: 'typing', conversationId, role: 'customer', on: true });
    this.#tell({ kind: 'typing', conversation });
  }

  /** An agent types. */
  agentTyping(conversation: GuestConversation): void {
    if (conversation.endTime || !conversation.session.deployment.typing) return;
    this.event(
      conversation.session,
      'Outbound',
      [{ eventType: 'Typing', typing: { type: 'On', duration: 5000 } }],
      { kept: false },
    );
  }

  /** Existing names that are not given stay as they are. */
  setAttributes(conversation: GuestConversation, attributes: Record<string, string>): void {
    if (Object.keys(attributes).length === 0) return;
    conversation.attributes = { ...conversation.attributes, ...attributes };
    this.#options.bus.publish({
      kind: 'conversation',
      conversationId: conversation.id,
      customerId: conversation.session.id,
    });
    this.#tell({ kind: 'attributes', conversation });
    this.#tell({ kind: 'conversation', conversation });
  }

  /** Attributes as they may be kept. @throws CoreError `masking_failed` */
  #cleanAttributes(attributes: Record<string, string>): Record<string, string> {
    return Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [name, this.clean(value).text]),
    );
  }

  /** As {@link setAttributes}, for values of clients. @throws CoreError `masking_failed` */
  patchAttributes(conversation: GuestConversation, attributes: Record<string, string>): void {
    this.setAttributes(conversation, this.#cleanAttributes(attributes));
  }

  /** Ends a conversation from the contact center's side: what the guest sees depends on the deployment. */
  async disconnect(conversation: GuestConversation, agentName: string | null): Promise<void> {
    if (conversation.endTime) return;
    const { session } = conversation;
    const { disconnect } = session.deployment;
    await this.#finish(conversation, 'peer', agentName);
    if (disconnect === 'Off') return;
    session.readOnly = disconnect === 'ReadOnly';
    this.event(session, 'Outbound', [{ eventType: 'Presence', presence: { type: 'Disconnect' } }], {
      metadata: { readOnly: String(session.readOnly) },
      kept: true,
    });
  }

  /** The session belongs to a signed-in guest from now on. */
  stepUp(session: GuestSession, identity: GuestIdentity): void {
    session.identity = identity;
    this.event(session, 'Inbound', [{ eventType: 'Presence', presence: { type: 'SignIn' } }], { kept: true });
    if (session.conversation) this.#tell({ kind: 'conversation', conversation: session.conversation });
  }

  // --- for the desk ---

  async follow(interaction: Interaction): Promise<boolean> {
    const conversation = this.#conversations.get(interaction.conversationId);
    if (!conversation) return false;
    if (conversation.endTime || interaction.version <= conversation.interactionVersion) return true;
    conversation.interactionVersion = interaction.version;
    if (interaction.state === 'closed') {
      await this.disconnect(conversation, null);
      return true;
    }
    await this.#followAgent(conversation, interaction);
    conversation.interactionState = interaction.state;
    conversation.queueId = interaction.queueId;
    conversation.priority = interaction.priority;
    this.#announce(conversation);
    return true;
  }

  async get(conversationId: string): Promise<Conversation | null> {
    const conversation = this.#conversations.get(conversationId);
    if (!conversation) return null;
    const { session, interactionState, agentId, startTime, endTime, entries } = conversation;
    const states = { waiting: 'queued', offered: 'offered', assigned: 'active', closed: 'ended' } as const;
    return {
      id: conversationId,
      customerId: session.id,
      state: endTime ? 'ended' : states[interactionState],
      openedAt: startTime,
      endedAt: endTime,
      headSeq: entries.length,
      agentId: endTime ? null : agentId,
      previousConversationId: null,
      customerReceipts: conversation.customerReceipts,
      agentReceipts: conversation.agentReceipts,
    };
  }

  async card(conversationId: string): Promise<CustomerCard | null> {
    const conversation = this.#conversations.get(conversationId);
    if (!conversation) return null;
    const { session, attributes, startTime } = conversation;
    const intent = attributes.intent ?? attributes.topic ?? null;
    const externalId = session.identity?.sub ?? `guest ${session.id.slice(-8)}`;
    return {
      context: [
        {
          at: startTime,
          customer: { externalId, displayName: guestName(session), tier: attributes.tier ?? null },
          intent,
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

  async read(conversationId: string, afterSeq: number, limit: number): Promise<readonly Entry[]> {
    return this.#conversations.get(conversationId)?.entries.slice(afterSeq, afterSeq + limit) ?? [];
  }

  async send(message: AgentMessage): Promise<Entry> {
    const conversation = this.#conversations.get(message.conversationId);
    const known = conversation?.entries.find(({ id }) => id === message.id);
    if (known) return known;
    if (conversation?.endTime) throw ended();
    if (conversation?.agentId !== message.agent.id) throw notFound();
    const sent = this.outbound(conversation, {
      text: message.text,
      originatingEntity: 'Human',
      nickname: message.agent.displayName,
    });
    return this.#append(conversation, {
      id: message.id,
      kind: 'message',
      party: { role: 'agent', id: message.agent.id },
      at: new Date(sent.channel?.time ?? 0),
      body: {
        displayName: message.agent.displayName,
        text: sent.text ?? '',
        maskedTypes: this.clean(message.text).maskedTypes,
      },
    });
  }

  async raiseAgentReceipts(conversationId: string, receipts: Receipts): Promise<void> {
    const conversation = this.#conversations.get(conversationId);
    if (!conversation) return;
    const { deliveredSeq, readSeq } = conversation.agentReceipts;
    const head = conversation.entries.length;
    conversation.agentReceipts = {
      deliveredSeq: Math.max(deliveredSeq, Math.min(head, receipts.deliveredSeq)),
      readSeq: Math.max(readSeq, Math.min(head, receipts.readSeq)),
    };
  }

  async end(conversationId: string, agent: AgentMessage['agent']): Promise<void> {
    const conversation = this.#conversations.get(conversationId);
    if (conversation) await this.disconnect(conversation, agent.displayName);
  }

  async #open(session: GuestSession): Promise<GuestConversation> {
    const { newId, contactCenter } = this.#options;
    const at = this.now();
    const { queueId } = session.deployment;
    const conversation: GuestConversation = {
      id: newId(),
      session,
      startTime: at,
      endTime: null,
      participants: [],
      attributes: session.attributes,
      externalTag: null,
      externalContactId: null,
      queueId,
      priority: 0,
      messages: [],
      entries: [],
      interactionState: 'waiting',
      interactionVersion: 0,
      agentId: null,
      customerReceipts: { deliveredSeq: 0, readSeq: 0 },
      agentReceipts: { deliveredSeq: 0, readSeq: 0 },
    };
    addParticipant(conversation, newId, at, 'customer');
    disconnectParticipant(addParticipant(conversation, newId, at, 'workflow'), at, 'transfer');
    session.conversation = conversation;
    session.attributes = {};
    this.#conversations.set(conversation.id, conversation);
    this.#forgetOldest();
    await contactCenter.request({
      conversationId: conversation.id,
      queueId,
      priority: 0,
      preferredAgentId: null,
      at,
    });
    return conversation;
  }

  async #followAgent(conversation: GuestConversation, interaction: Interaction): Promise<void> {
    const at = this.now();
    const holder = interaction.state === 'assigned' ? interaction.agentId : null;
    const left = conversation.agentId;
    if (left !== null && left !== holder) {
      conversation.agentId = null;
      await this.#agentEntry(conversation, interaction, 'left', left);
    }
    const agent = openParticipant(conversation, 'agent');
    if (agent && (interaction.state === 'waiting' || agent.agentId !== interaction.agentId)) {
      disconnectParticipant(agent, at, 'transfer');
    }
    const acd = openParticipant(conversation, 'acd');
    if (acd && (interaction.state === 'assigned' || acd.queueId !== interaction.queueId)) {
      disconnectParticipant(acd, at, 'transfer');
    }
    const { queueId, agentId } = interaction;
    const { newId } = this.#options;
    if (interaction.state !== 'assigned' && !openParticipant(conversation, 'acd')) {
      addParticipant(conversation, newId, at, 'acd', { queueId });
    }
    if (interaction.state === 'offered' && !openParticipant(conversation, 'agent')) {
      addParticipant(conversation, newId, at, 'agent', { queueId, agentId, state: 'alerting' });
    }
    if (holder !== null && conversation.agentId !== holder) {
      const participant: Participant =
        openParticipant(conversation, 'agent') ??
        addParticipant(conversation, newId, at, 'agent', { queueId, agentId, state: 'alerting' });
      participant.state = 'connected';
      participant.connectedTime = at;
      conversation.agentId = holder;
      await this.#agentEntry(conversation, interaction, 'joined', holder);
    }
  }

  async #agentEntry(
    conversation: GuestConversation,
    interaction: Interaction,
    kind: 'joined' | 'left',
    agentId: string,
  ): Promise<void> {
    const displayName = (await this.#options.contactCenter.agentDisplayName(agentId)) ?? 'Agent';
    this.#append(conversation, {
      id: `${kind}:${interaction.id}:${interaction.version}`,
      kind,
      party: { role: 'agent', id: agentId },
      at: this.now(),
      body: { displayName },
    });
  }

  async #finish(conversation: GuestConversation, by: 'client' | 'peer', name: string | null): Promise<void> {
    const at = this.now();
    const { agentId } = conversation;
    conversation.endTime = at;
    for (const participant of conversation.participants) disconnectParticipant(participant, at, by);
    this.#append(conversation, {
      id: 'ended',
      kind: 'ended',
      party: name === null ? { role: 'system', id: 'door' } : { role: 'agent', id: agentId ?? '' },
      at,
      body: { displayName: name ?? '' },
    });
    this.#tell({ kind: 'customer-end', conversation });
    this.#announce(conversation);
    await this.#options.contactCenter.close(conversation.id, at);
  }

  #append(conversation: GuestConversation, entry: Omit<Entry, 'conversationId' | 'seq'>): Entry {
    const known = conversation.entries.find(({ id }) => id === entry.id);
    if (known) return known;
    const appended: Entry = {
      ...entry,
      conversationId: conversation.id,
      seq: conversation.entries.length + 1,
    };
    conversation.entries.push(appended);
    const headSeq = appended.seq;
    conversation.customerReceipts = { deliveredSeq: headSeq, readSeq: headSeq };
    this.#options.bus.publish({ kind: 'head', conversationId: conversation.id, headSeq });
    return appended;
  }

  #announce(conversation: GuestConversation): void {
    const { id, session } = conversation;
    this.#options.bus.publish({ kind: 'conversation', conversationId: id, customerId: session.id });
    this.#tell({ kind: 'conversation', conversation });
  }

  #tell(news: GuestNews): void {
    for (const listener of this.#listeners) listener(news);
  }

  /** Unique and rising, because clients sort and compare by it. */
  #time(): Date {
    this.#lastTime = Math.max(this.#lastTime + 1, this.now().getTime());
    return new Date(this.#lastTime);
  }

  /** Ended conversations stay readable until there are too many. */
  #forgetOldest(): void {
    if (this.#conversations.size <= this.#options.limits.sessions) return;
    const oldest = [...this.#conversations.values()].find(({ endTime }) => endTime !== null);
    if (oldest) this.#conversations.delete(oldest.id);
  }

  #makeRoom(): void {
    if (this.#sessions.size <= this.#options.limits.sessions) return;
    const oldest = [...this.#sessions.values()].sort((a, b) => a.expiresAt - b.expiresAt)[0];
    if (oldest) void this.expire(oldest);
  }
}

export function broadcast(session: GuestSession, frame: GuestResponse): void {
  for (const peer of [...session.peers]) peer.send(frame);
}

export function guestName({ identity, id }: GuestSession): string {
  const name = identity ? `${identity.firstName} ${identity.lastName}`.trim() : '';
  return name || `Guest ${id.slice(-4)}`;
}

function nameOf({ firstName, lastName }: GuestIdentity) {
  return { firstName, lastName };
}

/** Content as a line of the desk's transcript. */
function describeContent(content: MessageContent): string {
  switch (content.contentType) {
    case 'Attachment':
      return `[File] ${content.attachment.filename}`;
    case 'ButtonResponse':
      return `[${content.buttonResponse.type}] ${content.buttonResponse.text}`;
    default:
      return `[${content.contentType}]`;
  }
}

function ended(): CoreError {
  return new CoreError('conversation_ended', 'This conversation has ended.');
}

function notFound(): CoreError {
  return new CoreError('not_found', 'There is no such conversation for you.');
}
