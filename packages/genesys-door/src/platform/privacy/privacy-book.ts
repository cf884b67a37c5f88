import type { DoorState } from '../../door-state.js';
import type { GuestConversation, GuestSession } from '../../guests/model.js';
import type { Contact, ContactBook } from '../contacts/contact-book.js';

export const REQUEST_TYPES = ['GDPR_EXPORT', 'GDPR_UPDATE', 'GDPR_DELETE'] as const;

export interface Subject {
  readonly externalContactId?: string | undefined;
  readonly externalId?: string | undefined;
}

export interface PrivacyRequest {
  readonly id: string;
  readonly type: (typeof REQUEST_TYPES)[number];
  readonly subject: Subject;
  readonly clientId: string;
  readonly createdAt: Date;
}

/** How long a request stays in each state before it is completed, in milliseconds. */
const STATE_MS = 500;

/** Requests about a person's data. What is to be erased is gone at once; the answer takes its time, as the real one. */
export class PrivacyBook {
  readonly #state: DoorState;
  readonly #contacts: ContactBook;
  readonly #requests = new Map<string, PrivacyRequest>();

  constructor(state: DoorState, contacts: ContactBook) {
    this.#state = state;
    this.#contacts = contacts;
  }

  async open(request: Omit<PrivacyRequest, 'id' | 'createdAt'>): Promise<PrivacyRequest> {
    const { newId, clock } = this.#state.options;
    const opened = { ...request, id: newId(), createdAt: clock.now() };
    this.#requests.set(opened.id, opened);
    if (opened.type === 'GDPR_DELETE') await this.#erase(opened.subject);
    return opened;
  }

  get(id: string): PrivacyRequest | null {
    return this.#requests.get(id) ?? null;
  }

  all(): readonly PrivacyRequest[] {
    return [...this.#requests.values()];
  }

  statusOf({ type, createdAt }: PrivacyRequest): string {
    const last = type === 'GDPR_DELETE' ? 'DELETING' : type === 'GDPR_UPDATE' ? 'UPDATING' : 'FINALIZING';
    const passed = Math.floor((this.#state.options.clock.now().getTime() - createdAt.getTime()) / STATE_MS);
    return ['INITIATED', 'SEARCHING', last][passed] ?? 'COMPLETED';
  }

  /** What is kept of the subject, as an export has it. */
  collect(subject: Subject) {
    return {
      contacts: this.#contactsOf(subject).map(({ id, fields }) => ({ id, ...fields })),
      messages: this.#sessionsOf(subject).flatMap(({ history }) => history),
    };
  }

  async #erase(subject: Subject): Promise<void> {
    const { guests } = this.#state;
    const sessions = this.#sessionsOf(subject);
    for (const { id } of this.#contactsOf(subject)) this.#contacts.delete(id);
    for (const session of sessions) {
      await guests.sessions.forget(session);
      session.history.length = 0;
      if (session.conversation) empty(session.conversation);
    }
  }

  #contactsOf({ externalContactId, externalId }: Subject): readonly Contact[] {
    return this.#contacts
      .all()
      .filter(
        ({ id, fields }) =>
          id === externalContactId || (fields.externalIds ?? []).some(({ value }) => value === externalId),
      );
  }

  #sessionsOf({ externalContactId, externalId }: Subject): readonly GuestSession[] {
    const isTied = (id: string | null | undefined) => id != null && id === externalContactId;
    return this.#state.guests.sessions
      .all()
      .filter(
        ({ identity, conversation }) =>
          isTied(conversation?.externalContactId) || (identity !== null && identity.sub === externalId),
      );
  }
}

function empty(conversation: GuestConversation): void {
  conversation.messages.length = 0;
  conversation.externalContactId = null;
  conversation.externalTag = null;
  for (const participant of conversation.participants) participant.attributes = {};
}
