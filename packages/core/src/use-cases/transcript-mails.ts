import type { Conversation, Entry } from '../model/conversation.js';
import type { Customer } from '../model/customer.js';
import { CoreError } from '../model/errors.js';
import type { MailOutcome, MailSender } from '../ports/mail-sender.js';
import type { OutgoingMail, OutgoingMailStore } from '../ports/outgoing-mail-store.js';
import type { Core } from './core.js';
import { openEntry, openMail, sealMail } from './sealing.js';

/** How the customer wants a transcript. */
export interface MailRequest {
  /** BCP 47. */
  readonly language: string;
  /** IANA name. */
  readonly timeZone: string;
}

/** What a transcript says beside the conversation, in one language. */
export interface TranscriptWords {
  readonly subject: string;
  readonly you: string;
  readonly agent: string;
  readonly automated: string;
  readonly hidden: string;
}

interface SealedMail extends MailRequest {
  readonly to: string;
}

/** What became of a mail. The reason is made of codes alone. */
export interface MailStep {
  readonly step: 'queued' | 'sent' | 'postponed' | 'given_up';
  readonly reason?: string;
}

export interface TranscriptMailsOptions {
  readonly store: OutgoingMailStore;
  readonly sender: MailSender;
  readonly wordsIn: (language: string) => TranscriptWords;
  readonly onStep: (step: MailStep) => void;
  /** The text could not be made or sent for a reason of our own; it is tried again. */
  readonly onFailure: (error: unknown) => void;
}

/** Nobody else tries meanwhile, in milliseconds: longer than a mail server that is slow at every step takes. */
const SENDING_MS = 5 * 60_000;
/** Pause before the next try, in milliseconds; doubled with each. */
const FIRST_PAUSE_MS = 60_000;
/** About four hours of trying. */
const MOST_ATTEMPTS = 8;
/** Small, so that one tick of background work stays short. */
const PAGE = 5;
const ENTRIES_PAGE = 500;

/**
 * Sends customers the transcript of their conversation, as they saw it, to the address that the portal vouches for and to
 * no other. A mail may come twice when a node dies between the mail server's word and our note of it; both then have the
 * same Message-ID.
 */
export class TranscriptMails {
  readonly #core: Pick<Core, 'conversations' | 'sealer' | 'clock' | 'newId'>;
  readonly #options: TranscriptMailsOptions;

  constructor(
    core: Pick<Core, 'conversations' | 'sealer' | 'clock' | 'newId'>,
    options: TranscriptMailsOptions,
  ) {
    this.#core = core;
    this.#options = options;
  }

  /**
   * Has the transcript sent. While one of the same conversation waits, nothing more is sent.
   * @throws CoreError `no_verified_email`; `not_found` for a conversation of somebody else
   */
  async request(customer: Customer, conversationId: string, request: MailRequest): Promise<void> {
    const to = verifiedAddress(customer);
    if (to === null) {
      throw new CoreError(
        'no_verified_email',
        'The portal has confirmed no e-mail address of this customer.',
      );
    }
    const conversation = await this.#core.conversations.get(conversationId);
    if (conversation?.customerId !== customer.id) {
      throw new CoreError('not_found', 'There is no such conversation.');
    }
    const { sealer, clock, newId } = this.#core;
    const [id, createdAt] = [newId(), clock.now()];
    const mail: SealedMail = { ...request, to };
    const isNew = await this.#options.store.add(
      {
        id,
        customerId: customer.id,
        conversationId,
        sealed: await sealMail(sealer, customer.id, id, mail),
        createdAt,
      },
      {
        at: createdAt,
        action: 'transcript.requested',
        actor: { kind: 'customer', id: customer.id },
        conversationId,
        details: { mailId: id },
      },
    );
    if (isNew) this.#options.onStep({ step: 'queued' });
  }

  /** Mails that are not sent yet, and since when the oldest of them waits, in seconds; 0 without any. */
  async waiting(): Promise<{ readonly count: number; readonly oldestSeconds: number }> {
    const { count, oldestAt } = await this.#options.store.waiting();
    const oldestMs = oldestAt ? this.#core.clock.now().getTime() - oldestAt.getTime() : 0;
    // The clock of the node that took the request may be ahead.
    return { count, oldestSeconds: Math.max(0, oldestMs / 1000) };
  }

  /** Sends what is due. Safe to run on many nodes and to repeat. */
  async sendDue(): Promise<void> {
    for (let sent = 0; sent < PAGE; sent += 1) {
      const now = this.#core.clock.now();
      const until = new Date(now.getTime() + SENDING_MS);
      // One by one: a slow mail server must not keep those that come after for longer than they are ours.
      const [mail] = await this.#options.store.take(now, until, 1);
      if (!mail) return;
      await this.#send(mail);
    }
  }

  async #send(mail: OutgoingMail): Promise<void> {
    const { store, onFailure, onStep } = this.#options;
    const result = await this.#try(mail).catch((error: unknown): MailOutcome => {
      onFailure(error);
      return { outcome: 'later', reason: error instanceof CoreError ? error.code : 'failed' };
    });
    const at = this.#core.clock.now();
    const { outcome, ...why } = result;
    if (outcome === 'later' && mail.attempts < MOST_ATTEMPTS) {
      const pauseMs = FIRST_PAUSE_MS * 2 ** (mail.attempts - 1);
      await store.postpone(mail, new Date(at.getTime() + pauseMs));
      onStep({ step: 'postponed', ...why });
      return;
    }
    const isOurs = await store.finish(mail, {
      at,
      action: outcome === 'sent' ? 'transcript.sent' : 'transcript.not_sent',
      actor: { kind: 'system', id: 'mail' },
      conversationId: mail.conversationId,
      details: { mailId: mail.id, attempts: mail.attempts, ...why },
    });
    if (isOurs) onStep({ step: outcome === 'sent' ? 'sent' : 'given_up', ...why });
  }

  async #try({ id, customerId, conversationId, sealed }: OutgoingMail): Promise<MailOutcome> {
    const { sealer, conversations } = this.#core;
    const conversation = await conversations.get(conversationId);
    // Retention may have been there first.
    if (!conversation) return { outcome: 'refused', reason: 'not_found' };
    const { to, language, timeZone } = (await openMail(sealer, customerId, id, sealed)) as SealedMail;
    const words = this.#options.wordsIn(language);
    const text = toText(await this.#read(conversation), words, { language, timeZone });
    return this.#options.sender.send({ id, to, subject: words.subject, text, language });
  }

  async #read({ id, customerId, headSeq }: Conversation): Promise<readonly Entry[]> {
    const { conversations, sealer } = this.#core;
    const entries: Entry[] = [];
    for (let after = 0; after < headSeq; after += ENTRIES_PAGE) {
      const stored = await conversations.read(id, after, ENTRIES_PAGE);
      entries.push(...(await Promise.all(stored.map((entry) => openEntry(sealer, customerId, entry)))));
    }
    return entries;
  }
}

/** What the address looks like to whoever looks over the customer's shoulder; null without a verified one. */
export function maskedAddress(customer: Customer): string | null {
  const address = verifiedAddress(customer);
  return address === null ? null : address.replace(/^(.).*@/u, '$1•••@');
}

function verifiedAddress({ claims: { email, emailVerified } }: Customer): string | null {
  return emailVerified && email?.includes('@') ? email : null;
}

function toText(
  entries: readonly Entry[],
  words: TranscriptWords,
  { language, timeZone }: MailRequest,
): string {
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeZone });
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'short', timeZone });
  const lines: string[] = [];
  let today = '';
  for (const { at, kind, party, body } of entries) {
    if (kind !== 'message') continue;
    if (day.format(at) !== today) {
      today = day.format(at);
      lines.push('', `— ${today} —`, '');
    }
    const author =
      party.role === 'customer'
        ? words.you
        : party.role === 'agent'
          ? body.displayName || words.agent
          : words.automated;
    const said = body.text ?? '';
    lines.push(`${time.format(at)}  ${author}: ${said.replaceAll('\n', '\n       ')}`);
  }
  const hidden = entries.some(({ body }) => (body.maskedTypes ?? []).length > 0);
  return [words.subject, ...lines, ...(hidden ? ['', words.hidden] : []), ''].join('\n');
}
