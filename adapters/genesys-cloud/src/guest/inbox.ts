import { CoreError, type MessageContent } from '@throughline/core';
import type { MessageEvent, StructuredMessage } from '@throughline/guest-api';
import { authorOf, type RemoteAgent } from './agents.js';
import { cannedResponseOf, toContent } from './content-in.js';
import { attachmentsIn, type Downloading, keepFiles } from './download.js';
import { timeOf } from './history.js';
import type { RelayServices } from './options.js';
import type { SessionRecord } from './record.js';

type Options = Pick<RelayServices, 'link' | 'onFailure' | 'clock' | 'endpoint'> &
  Pick<Downloading, 'freshUrl'>;

const READ_PAGE = 200;
/** How long an agent types when the other side does not say, in milliseconds. */
const TYPING_MS = 5_000;

/** Takes over what the other side says, each message once, in the order of its time. */
export class Inbox {
  readonly #options: Options;
  readonly #record: SessionRecord;
  readonly #onDisconnect: () => Promise<void>;
  /** Entries that the conversation has, and messages that it is never to have. */
  #known: Set<string> | null = null;
  readonly #echoed = new Set<string>();
  #stopTyping: NodeJS.Timeout | null = null;

  /** @param onDisconnect the other side ended its conversation */
  constructor(options: Options, record: SessionRecord, onDisconnect: () => Promise<void>) {
    this.#options = options;
    this.#record = record;
    this.#onDisconnect = onDisconnect;
  }

  /** Whether a message of ours, by the id that we gave it, has arrived. */
  hasArrived(customMessageId: string): boolean {
    return this.#echoed.has(customMessageId);
  }

  /** From when on the history has to be read; null for all of it. */
  get since(): Date | null {
    return this.#record.session.receivedAt;
  }

  /**
   * Takes over messages, oldest first. What was taken over before is left out.
   * @throws CoreError `unavailable`: nothing after the message in question was taken over
   */
  async take(messages: readonly StructuredMessage[]): Promise<void> {
    for (const message of messages) await this.#takeOne(message);
  }

  close(): void {
    if (this.#stopTyping) clearTimeout(this.#stopTyping);
  }

  async #takeOne(message: StructuredMessage): Promise<void> {
    const { direction, metadata = {}, events } = message;
    if (direction === 'Inbound') {
      const id = metadata.customMessageId;
      if (id !== undefined) this.#echoed.add(id);
      return;
    }
    if (message.type === 'Event') {
      for (const event of events ?? []) await this.#takeEvent(event, message);
      return;
    }
    const known = await this.#knownIds();
    if (known.has(message.id)) return;
    this.#typing(false);
    await this.#say(message);
    known.add(message.id);
    await this.#advance(message);
  }

  async #say(message: StructuredMessage): Promise<void> {
    const { link, onFailure, clock } = this.#options;
    const author = authorOf(message);
    const { session, conversation } = this.#record;
    const { state, agentId } = session.interaction;
    if (state !== 'assigned' || agentId !== author.id) {
      const { id, byBot } = author;
      await this.#record.change({ state: 'assigned', agentId: id, byBot, assignedAt: clock.now() });
    } else await this.#record.followed();
    const { id, displayName } = author;
    const content = toContent(message) ?? (await this.#files(message, author));
    const form = cannedResponseOf(message);
    if (form !== null) {
      await this.#record.saveState({ forms: { ...this.#record.state.forms, [message.id]: form } });
    }
    try {
      await link.say(conversation, {
        conversationId: conversation.id,
        id: message.id,
        agent: { id, displayName },
        text: isOffer(content) ? content.text : textOf(message),
        ...(content === null ? {} : { content }),
      });
    } catch (error) {
      // Whoever is too late, or cannot be masked, is not passed on; everything else comes again.
      if (!(error instanceof CoreError) || error.code === 'unavailable') throw error;
      onFailure(error, 'message of an agent');
    }
  }

  async #files(message: StructuredMessage, author: RemoteAgent): Promise<MessageContent | null> {
    const { link, freshUrl, onFailure, endpoint } = this.#options;
    const { conversation } = this.#record;
    const downloading = { link, conversation, freshUrl, apiUrl: endpoint.apiUrl, onFailure };
    const sent = attachmentsIn(message);
    const files = await keepFiles(sent, author, downloading);
    // Half of the files would look like all of them: then the text names them.
    const isWhole = files.length > 0 && files.length === sent.length;
    return isWhole ? { kind: 'attachments', text: message.text ?? '', files } : null;
  }

  async #takeEvent(event: MessageEvent, message: StructuredMessage): Promise<void> {
    if (event.eventType === 'Typing') return this.#typing(true, event.typing.duration);
    if (event.eventType !== 'Presence' || event.presence.type !== 'Disconnect') return;
    const { receivedAt } = this.#record.session;
    if (receivedAt && timeOf(message) <= receivedAt.getTime()) return;
    await this.#onDisconnect();
    await this.#advance(message);
  }

  async #advance(message: StructuredMessage): Promise<void> {
    const { receivedAt } = this.#record.session;
    const time = timeOf(message);
    if (time > (receivedAt?.getTime() ?? 0)) await this.#record.save({ receivedAt: new Date(time) });
  }

  #typing(on: boolean, durationMs = TYPING_MS): void {
    const isOn = this.#stopTyping !== null;
    if (this.#stopTyping) clearTimeout(this.#stopTyping);
    this.#stopTyping = null;
    const { link } = this.#options;
    if (on) {
      this.#stopTyping = setTimeout(() => this.#typing(false), durationMs);
      this.#stopTyping.unref();
    }
    if (on !== isOn) link.typing(this.#record.conversationId, on);
  }

  async #knownIds(): Promise<Set<string>> {
    if (this.#known) return this.#known;
    const known = new Set<string>();
    for (let after = 0; ; ) {
      const page = await this.#options.link.read(this.#record.conversation, after, READ_PAGE);
      for (const { id } of page) known.add(id);
      after = page.at(-1)?.seq ?? after;
      if (page.length < READ_PAGE) break;
    }
    this.#known = known;
    return known;
  }
}

function isOffer(content: MessageContent | null): content is MessageContent {
  return content !== null && content.kind !== 'attachments' && content.text !== '';
}

/** A message of an unknown kind is named, and so are files, so that nobody waits for what cannot be shown. */
function textOf({ text = '', content = [] }: StructuredMessage): string {
  const names = content.flatMap((each) => {
    if (each.contentType === 'Attachment') return [`[${each.attachment.filename}]`];
    return text === '' ? [`[${each.contentType}]`] : [];
  });
  return [text, ...names].filter((line) => line !== '').join('\n');
}
