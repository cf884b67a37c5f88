import { cleanValues } from './clean-text.js';
import type { GuestDependencies } from './dependencies.js';
import type { GuestConversation, GuestSession } from './model.js';
import { customerOf } from './participants.js';
import { ServedItems } from './served-items.js';

/** Conversations of guests, and what clients may change of them. */
export class ConversationBook extends ServedItems<GuestConversation> {
  readonly #guestDependencies: GuestDependencies;

  constructor(dependencies: GuestDependencies) {
    const { news } = dependencies;
    super(dependencies, (served) => {
      const { item: conversation } = served;
      if (served.kind === 'changed') news.tell({ kind: 'conversation', conversation });
      else news.tell({ kind: served.kind, conversation, participant: served.participant });
    });
    this.#guestDependencies = dependencies;
  }

  /** The session's live conversation; without one, a new one that asks for an agent. */
  async live(session: GuestSession): Promise<GuestConversation> {
    const { conversation } = session;
    return conversation && !conversation.endTime ? conversation : this.#open(session);
  }

  /**
   * Sets attributes of a participant, of the customer unless said otherwise. Existing names that are not given stay.
   * @throws CoreError `masking_failed`
   */
  setAttributes(
    conversation: GuestConversation,
    attributes: Readonly<Record<string, string>>,
    participant = customerOf(conversation),
  ): void {
    if (Object.keys(attributes).length === 0) return;
    const { mask, news } = this.#guestDependencies;
    participant.attributes = { ...participant.attributes, ...cleanValues(mask, attributes) };
    news.tell({ kind: 'attributes', conversation, participant });
    this.announce(conversation);
  }

  async #open(session: GuestSession): Promise<GuestConversation> {
    const conversation: GuestConversation = {
      ...this.blank(session.deployment.queueId, 0),
      session,
      externalTag: null,
      externalContactId: null,
      messages: [],
    };
    this.add(conversation);
    session.conversation = conversation;
    this.join(conversation, 'customer');
    this.leave(conversation, this.join(conversation, 'workflow'), 'transfer');
    await this.request(conversation);
    return conversation;
  }
}
