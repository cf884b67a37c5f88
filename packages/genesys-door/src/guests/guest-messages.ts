import { type AgentMessage, CoreError, type Masker, type MessageMasker } from '@throughline/core';
import type { MessageContent, MessageEvent, StructuredMessage } from '@throughline/guest-api';
import { newMessageId } from '../ids.js';
import { broadcast } from './broadcast.js';
import { cleanMessage, cleanValues } from './clean-text.js';
import type { ConversationBook } from './conversation-book.js';
import type { GuestDependencies } from './dependencies.js';
import { describeContent } from './describe-content.js';
import { guestName, nameOf } from './guest-names.js';
import type { GuestSessions } from './guest-sessions.js';
import type { GuestConversation, GuestSession } from './model.js';
import { customerOf, openParticipant } from './participants.js';
import { RisingClock } from './rising-clock.js';

export interface InboundContent {
  readonly type: 'Text' | 'Structured';
  readonly text?: string;
  readonly content: readonly MessageContent[];
  readonly metadata: Readonly<Record<string, string>>;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface OutboundContent {
  readonly text?: string;
  readonly content?: readonly MessageContent[];
  readonly originatingEntity: 'Human' | 'Bot';
  readonly nickname?: string;
  /** Whose words they are; of an agent at the desk. */
  readonly agentId?: string;
  /** What the desk shows it under; an id of its own when absent. */
  readonly entryId?: string;
}

/** Messages and events of guests and to guests. Texts are masked before they are kept or passed on. */
export class GuestMessages {
  readonly #dependencies: GuestDependencies;
  readonly #sessions: GuestSessions;
  readonly #conversations: ConversationBook;
  readonly #times: RisingClock;

  constructor(dependencies: GuestDependencies, sessions: GuestSessions, conversations: ConversationBook) {
    this.#dependencies = dependencies;
    this.#sessions = sessions;
    this.#conversations = conversations;
    this.#times = new RisingClock(dependencies.clock);
  }

  /**
   * A message of the guest: kept, shown to the desk, and echoed to every connection of the session.
   * @throws CoreError `masking_failed`
   */
  async inbound(
    session: GuestSession,
    message: InboundContent,
    tracingId: string | undefined,
  ): Promise<void> {
    const { mask, newId } = this.#dependencies;
    const id = newMessageId();
    const masked =
      message.text === undefined ? null : this.#clean(session, id, `customer:${session.id}`, message.text);
    const conversation = await this.#conversations.live(session);
    this.#conversations.setAttributes(conversation, message.attributes);
    this.#sessions.touch(session);
    const at = this.#times.next();
    const echo: StructuredMessage = {
      id,
      type: message.type,
      direction: 'Inbound',
      ...(masked === null ? {} : { text: masked.text }),
      channel: {
        time: at.toISOString(),
        messageId: newId(),
        ...(session.identity ? { from: nameOf(session.identity) } : {}),
      },
      ...(message.content.length > 0 ? { content: [...message.content] } : {}),
      metadata: {
        ...message.metadata,
        correlationId: newId(),
        ...(session.identity ? { authenticated: 'true' } : {}),
      },
    };
    session.history.push(echo);
    const { purpose, communicationId } = customerOf(conversation);
    conversation.messages.push({
      id,
      entryId: id,
      at,
      purpose,
      communicationId,
      // Clients get their own metadata back as it was; nobody else sees it in clear.
      message: { ...echo, metadata: cleanValues(mask, echo.metadata ?? {}) },
    });
    this.#conversations.append(conversation, {
      id,
      kind: 'message',
      party: { role: 'customer', id: session.id },
      at,
      body: {
        displayName: guestName(session),
        text: [masked?.text, ...message.content.map(describeContent)].filter(Boolean).join('\n'),
        maskedTypes: masked?.maskedTypes ?? [],
      },
    });
    this.#redact(session, id, masked?.redacted ?? []);
    this.#push(session, echo, tracingId);
    this.#dependencies.news.tell({ kind: 'conversation', conversation });
  }

  /** A message to the guest. Rich content needs `content`. @throws CoreError `masking_failed`, `conversation_ended` */
  outbound(conversation: GuestConversation, out: OutboundContent): StructuredMessage {
    return this.#toGuest(conversation, out).message;
  }

  /** What an agent at the desk says. @throws CoreError `masking_failed`, `conversation_ended` */
  fromDesk(
    conversation: GuestConversation,
    entryId: string,
    text: string,
    { id: agentId, displayName: nickname }: AgentMessage['agent'],
  ): ReturnType<Masker> & { readonly at: Date } {
    const out = { text, originatingEntity: 'Human', nickname, agentId, entryId } as const;
    const { message, at, maskedTypes } = this.#toGuest(conversation, out);
    return { text: message.text ?? '', at, maskedTypes };
  }

  #toGuest(conversation: GuestConversation, out: OutboundContent) {
    if (conversation.endTime) throw new CoreError('conversation_ended', 'This conversation has ended.');
    const { newId, news } = this.#dependencies;
    const { session } = conversation;
    const { text, content = [], originatingEntity, nickname, agentId } = out;
    const id = newMessageId();
    const entryId = out.entryId ?? id;
    const sender = `agent:${agentId ?? originatingEntity}`;
    const masked = text === undefined ? null : this.#clean(session, entryId, sender, text);
    const at = this.#times.next();
    const message: StructuredMessage = {
      id,
      type: content.length > 0 ? 'Structured' : 'Text',
      direction: 'Outbound',
      ...(masked === null ? {} : { text: masked.text }),
      originatingEntity,
      channel: {
        time: at.toISOString(),
        type: 'Private',
        ...(nickname ? { from: { nickname, firstName: nickname } } : {}),
      },
      ...(content.length > 0 ? { content: [...content] } : {}),
      metadata: { correlationId: newId() },
    };
    session.history.push(message);
    const { purpose, communicationId } =
      openParticipant(conversation, originatingEntity === 'Bot' ? 'workflow' : 'agent') ??
      customerOf(conversation);
    conversation.messages.push({ id, entryId, at, purpose, communicationId, message });
    this.#redact(session, entryId, masked?.redacted ?? []);
    this.#push(session, message);
    news.tell({ kind: 'conversation', conversation });
    return { message, at, maskedTypes: masked?.maskedTypes ?? [] };
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
        time: this.#times.next().toISOString(),
        ...(direction === 'Outbound' ? { type: 'Private' } : {}),
        ...(direction === 'Inbound' && session.identity ? { from: nameOf(session.identity) } : {}),
      },
      events,
      metadata: more.metadata ?? {},
    };
    if (more.kept) session.history.push(message);
    this.#push(session, message, more.tracingId);
  }

  /** The guest types. */
  typing(session: GuestSession): void {
    const { conversation } = session;
    if (!conversation || conversation.endTime) return;
    const { bus, news } = this.#dependencies;
    bus.publish({ kind: 'typing', conversationId: conversation.id, role: 'customer', on: true });
    news.tell({ kind: 'typing', conversation });
  }

  /** An agent types. */
  agentTyping({ endTime, session }: GuestConversation): void {
    if (endTime || !session.deployment.typing) return;
    this.event(session, 'Outbound', [{ eventType: 'Typing', typing: { type: 'On', duration: 5000 } }], {
      kept: false,
    });
  }

  /** Ends a conversation from the contact center's side: what the guest sees depends on the deployment. */
  async disconnect(conversation: GuestConversation, agentName: string | null): Promise<void> {
    if (conversation.endTime) return;
    const { session } = conversation;
    const { disconnect } = session.deployment;
    await this.#conversations.finish(conversation, 'peer', agentName);
    if (disconnect === 'Off') return;
    session.readOnly = disconnect === 'ReadOnly';
    this.event(session, 'Outbound', [{ eventType: 'Presence', presence: { type: 'Disconnect' } }], {
      metadata: { readOnly: String(session.readOnly) },
      kept: true,
    });
  }

  /** Over all conversations of a session: it is one person who talks. */
  #clean(session: GuestSession, id: string, sender: string, text: string): ReturnType<MessageMasker> {
    return cleanMessage(this.#dependencies.maskMessage, { conversationId: session.id, id, sender, text });
  }

  /** Leaves less of earlier messages, wherever they are kept. Clients that show them have no word for it. */
  #redact(session: GuestSession, by: string, redacted: ReturnType<MessageMasker>['redacted']): void {
    for (const left of redacted) {
      for (const conversation of this.#conversations.all().filter((one) => one.session === session)) {
        const at = conversation.messages.findIndex(({ entryId }) => entryId === left.id);
        const known = conversation.messages[at];
        if (!known) continue;
        conversation.messages[at] = { ...known, message: { ...known.message, text: left.text } };
        const inHistory = session.history.findIndex(({ id }) => id === known.id);
        const shown = session.history[inHistory];
        if (shown) session.history[inHistory] = { ...shown, text: left.text };
        this.#conversations.redact(conversation, by, left, this.#times.next());
      }
    }
  }

  #push(session: GuestSession, body: StructuredMessage, tracingId?: string): void {
    broadcast(session, {
      type: 'message',
      class: 'StructuredMessage',
      code: 200,
      body,
      ...(tracingId === undefined ? {} : { tracingId }),
    });
  }
}
