import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Attachment, Attachments, Entry } from '@throughline/core';
import { CODE, type GuestMessage, isAuthenticationLost } from '@throughline/guest-api';
import { toGuestAnswer } from './content-out.js';
import { ConnectionLost, GuestRefusal, SessionOver } from './errors.js';
import type { GuestSocket } from './guest-socket.js';
import type { Inbox } from './inbox.js';
import type { RelayLimits, RelayServices } from './options.js';
import type { Pace } from './pace.js';
import { recapOf } from './recap.js';
import type { SessionRecord } from './record.js';
import { splitText } from './split-text.js';
import { type Uploads, upload } from './upload.js';

/** What sending needs of its session. */
export interface Sending {
  readonly socket: GuestSocket;
  readonly inbox: Inbox;
  readonly uploads: Uploads;
  /** Messages of the session, over all its connections. */
  readonly pace: Pace;
  readonly signal: AbortSignal;
  /** Reads the history, so that the inbox knows what has arrived. */
  sync(): Promise<void>;
  /** Throws when this node may not send any more. */
  requireOwned(): void;
}

type OutboxOptions = Pick<RelayServices, 'link' | 'onFailure' | 'attributes' | 'newId' | 'endpoint'> & {
  readonly relayLimits: RelayLimits;
};

const PAGE = 50;
interface News {
  /** What the other side knows once it has taken it. */
  readonly told: string;
  readonly channel?: { readonly metadata: { readonly customAttributes: Record<string, string> } };
}

/** How often one message is sent without learning what became of it, before the connection is given up. */
const TRIES = 3;
const RETRY_MS = 1_000;
/** Refusals after which another try may end otherwise. */
const PASSING: ReadonlySet<number> = new Set([CODE.timeout, CODE.tooManyRequests, CODE.requestRateTooHigh]);

/** Brings what the customer wrote to the other side: one message at a time, in the order of the conversation. */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #record: SessionRecord;

  constructor(options: OutboxOptions, record: SessionRecord) {
    this.#options = options;
    this.#record = record;
  }

  /** Whether the customer has written something that the other side does not have yet. */
  async hasUnsent(): Promise<boolean> {
    for (let after = this.#record.session.sentSeq; ; ) {
      const page = await this.#options.link.read(this.#record.conversation, after, PAGE);
      if (page.some(isForAgents)) return true;
      if (page.length < PAGE) return false;
      after = page.at(-1)?.seq ?? after;
    }
  }

  /** Fulfils when everything that was there is with the other side. @throws ConnectionLost, SessionOver */
  async flush(sending: Sending): Promise<void> {
    const { link } = this.#options;
    if (this.#record.state.recap) await this.#recap(sending);
    for (;;) {
      const page = await link.read(this.#record.conversation, this.#record.session.sentSeq, PAGE);
      if (page.length === 0) return;
      for (const entry of page) {
        if (!isForAgents(entry)) continue;
        const isDelivered = await this.#deliver(entry, sending);
        await this.#record.save({ sentSeq: entry.seq });
        if (isDelivered) await link.delivered(entry.conversationId, entry.seq);
      }
      const last = page.at(-1)?.seq ?? 0;
      if (last > this.#record.session.sentSeq) await this.#record.save({ sentSeq: last });
    }
  }

  /** Tells a new session what was said before it. An agent there has seen nothing of it. */
  async #recap(sending: Sending): Promise<void> {
    const { conversation, session } = this.#record;
    const text = await recapOf(this.#options.link, conversation, session.sentSeq);
    if (text !== null && !this.#record.isClosed) {
      const id = `recap:${session.interaction.version}:${session.sentSeq}`;
      await this.#send(id, { type: 'Text', text }, sending);
    }
    await this.#record.saveState({ recap: false });
  }

  /** False when the other side does not take it, whatever is tried. */
  async #deliver({ id, body }: Entry, sending: Sending): Promise<boolean> {
    const { text: said = '', content } = body;
    // What is refused as it is still goes as text, which names files and choices.
    if (content?.kind === 'answer') {
      const given = await toGuestAnswer(this.#options.link, this.#record, content);
      const message = { type: 'Structured', text: content.text, content: given } as const;
      if (await this.#send(id, message, sending)) return true;
    }
    if (content?.kind === 'attachments' && (await this.#bringFiles(content.files, id, sending))) {
      if (await this.#send(id, withFiles(content), sending)) return true;
    }
    const parts = splitText(said);
    for (const [index, text] of parts.entries()) {
      const customMessageId = index === 0 ? id : `${id}/${index + 1}`;
      if (!(await this.#send(customMessageId, { type: 'Text', text }, sending))) return false;
    }
    return true;
  }

  /** False when they cannot be brought: then the other side reads their names. */
  async #bringFiles(files: readonly Attachment[], id: string, sending: Sending): Promise<boolean> {
    if (sending.inbox.hasArrived(id)) return true;
    const { link, onFailure, newId, relayLimits, endpoint } = this.#options;
    const { conversation, state } = this.#record;
    const { socket, uploads, signal } = sending;
    const patienceMs = relayLimits.answerMs * 3;
    for (const file of files) {
      const content = await link.files?.open(conversation, file.id);
      if (!content) return false;
      try {
        const { token } = state;
        const { apiUrl } = endpoint;
        await upload(file, content, { socket, uploads, token, apiUrl, newId, patienceMs, signal });
      } catch (error) {
        if (!(error instanceof GuestRefusal)) throw error;
        onFailure(error, 'file of a customer');
        return false;
      }
    }
    return true;
  }

  async #send(customMessageId: string, message: GuestMessage, sending: Sending): Promise<boolean> {
    const { socket, inbox, pace, signal } = sending;
    let news = await this.#news();
    for (let tries = 0; tries < TRIES; ) {
      if (inbox.hasArrived(customMessageId)) return true;
      await pace.turn(signal);
      const answer = await socket.request(
        {
          action: 'onMessage',
          token: this.#record.state.token,
          tracingId: customMessageId,
          message: { ...message, metadata: { customMessageId } },
          ...(news.channel ? { channel: news.channel } : {}),
        },
        sending.requireOwned,
      );
      if (answer.kind === 'answered') {
        if (this.#record.state.told !== news.told) await this.#record.saveState({ told: news.told });
        return true;
      }
      if (answer.kind === 'refused' && answer.code === CODE.customAttributesTooLarge && news.channel) {
        this.#report(answer.code, 'The attributes of a conversation were refused.');
        news = { told: news.told };
        continue;
      }
      if (answer.kind === 'refused' && !this.#mayPass(answer)) return false;
      if (!socket.isOpen) break;
      tries += 1;
      await pause(RETRY_MS, undefined, { signal });
      // It may have arrived, and only the answer not.
      await sending.sync();
    }
    throw new ConnectionLost('The fate of a message is not known.');
  }

  /** Custom attributes, when they are not those that the other side was told. */
  async #news(): Promise<News> {
    const { conversation, session, state } = this.#record;
    const customAttributes = await this.#options.attributes(conversation, session.interaction, state);
    const told = createHash('sha256').update(JSON.stringify(customAttributes)).digest('base64url');
    if (state.told === told) return { told };
    return { told, channel: { metadata: { customAttributes: { ...customAttributes } } } };
  }

  /** Whether another try can help. @throws SessionOver, GuestRefusal when the session has to be configured again */
  #mayPass({ code, text }: { code: number; text: string }): boolean {
    if (code === CODE.readOnly) throw new SessionOver('read-only');
    if (code === CODE.sessionExpired || code === CODE.sessionNotFound) throw new SessionOver('expired');
    if (code === CODE.unauthorized || isAuthenticationLost(code, text)) {
      throw new GuestRefusal(code, 'The session has to sign in again.');
    }
    if (PASSING.has(code) || (code >= 500 && code < 600) || code >= CODE.unexpected) return true;
    this.#report(code, 'A message of a customer was refused.');
    return false;
  }

  #report(code: number, what: string): void {
    this.#options.onFailure(new GuestRefusal(code, what), 'outbox');
  }
}

function withFiles({ text, files }: Attachments): GuestMessage {
  const content = files.map(({ id }) => ({ contentType: 'Attachment' as const, attachment: { id } }));
  return { type: 'Text', ...(text ? { text } : {}), content };
}

function isForAgents({ kind, party }: Entry): boolean {
  return kind === 'message' && party.role === 'customer';
}
