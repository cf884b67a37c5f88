import {
  type Availability,
  type BusMessage,
  CoalescedTask,
  type Conversation,
  openConversation,
  previewQueue,
  type QueuePlace,
} from '@throughline/core';
import type { CustomerSession } from '@throughline/identity';
import {
  type ConversationView,
  type CustomerCommand,
  type EntriesEvent,
  type HelloCommand,
  type OpenCommand,
  PROTOCOL_VERSION,
  type SessionTerms,
} from '@throughline/protocol';
import { WireError } from '../errors.js';
import type { CardCache } from './card-cache.js';
import { chooseWay, endChat, notYours, raiseReceipts, withhold } from './customer-requests.js';
import { CustomerSending } from './customer-sending.js';
import { isSame, isSameWait, toCustomerView, WAITING_STATES, withoutKnown } from './customer-view.js';
import { EntryStream } from './entry-stream.js';
import type { FrameSocket } from './frame-socket.js';
import { coreEntries } from './served-conversations.js';
import type { Services } from './services.js';
import { toCallbackView } from './to-wire.js';

/** One tab of a customer. It follows one conversation at a time: the live one, or the one that has just ended. */
export class CustomerConnection {
  readonly #services: Services;
  readonly #cards: CardCache;
  readonly #session: CustomerSession;
  readonly #socket: FrameSocket<CustomerCommand>;
  readonly #sending: CustomerSending;
  readonly #refresh = new CoalescedTask(() => this.#refreshView());
  #stream: EntryStream | null = null;
  #view: ConversationView | null = null;
  /** Something happened while `hello` was being carried out. */
  #missedNews = false;
  /** What was last said about agents, so that nothing is said twice. */
  #toldAvailability = '';

  constructor(
    services: Services,
    cards: CardCache,
    session: CustomerSession,
    socket: FrameSocket<CustomerCommand>,
  ) {
    this.#services = services;
    this.#cards = cards;
    this.#session = session;
    this.#socket = socket;
    this.#sending = new CustomerSending(services, session.customer, socket);
  }

  get customerId(): string {
    return this.#session.customer.id;
  }

  get session(): CustomerSession {
    return this.#session;
  }

  get socket(): FrameSocket<CustomerCommand> {
    return this.#socket;
  }

  /** The conversation it follows, if any. */
  get conversationId(): string | null {
    return this.#stream?.conversationId ?? null;
  }

  get isWaiting(): boolean {
    return this.#view !== null && WAITING_STATES.has(this.#view.state);
  }

  async onCommand(command: CustomerCommand): Promise<void> {
    switch (command.type) {
      case 'hello':
        return this.#hello(command);
      case 'open':
        return this.#open(command);
      case 'send':
        return this.#sending.send(command);
      case 'typing':
        return this.#typing(command.conversationId, command.on);
      case 'receipt':
        this.#followed(command.conversationId);
        return raiseReceipts(this.#services.core, command);
      case 'fill':
        return this.#followed(command.conversationId).rewind(command.afterSeq);
      case 'end':
        await endChat(this.#services.core, this.#session.customer, command.conversationId);
        this.#socket.send({ type: 'done', ref: command.ref });
        return;
      case 'choose':
        await chooseWay(this.#services, this.#session.customer, command);
        await this.#refresh.run();
        this.#socket.send({ type: 'done', ref: command.ref });
        return;
      case 'withhold':
        await withhold(this.#services.core, this.customerId, command);
        this.#cards.forget(command.conversationId);
        await this.#refresh.run();
        this.#socket.send({ type: 'done', ref: command.ref });
        return;
      case 'cancel-callback':
        await this.#services.callbacks.cancel(this.customerId, command.callbackId);
        this.#socket.send({ type: 'done', ref: command.ref });
        return;
    }
  }

  /** What another part of the system did. */
  async onBus(message: BusMessage): Promise<void> {
    if (!this.#socket.isServing) {
      this.#missedNews = true;
      return;
    }
    switch (message.kind) {
      case 'entries':
        if (message.conversationId === this.conversationId) await this.#stream?.push(message.entries);
        return;
      case 'conversation':
        if (message.customerId === this.customerId) await this.#refresh.run();
        return;
      case 'callback':
        if (message.customerId === this.customerId) await this.#sendCallback('any');
        return;
      case 'receipts':
        if (this.#view && message.conversationId === this.#view.id) {
          this.#show({ ...this.#view, agentReceipts: message.agent, customerReceipts: message.customer });
        }
        return;
      case 'typing':
        if (message.role === 'agent' && message.conversationId === this.conversationId) {
          this.#socket.send({ type: 'typing', conversationId: message.conversationId, on: message.on });
        }
        return;
      case 'gap':
      case 'head':
      case 'contact-center':
      case 'customer-sessions-ended':
      case 'session-ended':
        return;
    }
  }

  /** The queue moved, or moves at another pace. */
  onPlace({ ahead, estimate }: QueuePlace): void {
    const known = this.#view?.queue;
    if (!this.#view || !known || (known.ahead === ahead && isSameWait(known.wait, estimate))) return;
    this.#show({ ...this.#view, queue: { ahead, wait: estimate } });
  }

  /** What the store says, when the bus cannot be relied on. */
  async onStored(live: Conversation | null): Promise<void> {
    if (!this.#socket.isServing) return;
    const known = this.#view;
    const isNews = live ? !known || !isSame(known, live) : known !== null && known.state !== 'ended';
    if (isNews) await this.#refresh.run();
    else if (live) await this.#stream?.catchUp(live.headSeq);
  }

  async onHead(headSeq: number): Promise<void> {
    await this.#stream?.catchUp(headSeq);
  }

  /**
   * Says whether agents are there, while no conversation is live. `read` may answer many connections at once.
   */
  async tellAvailability(
    read: (queueId: string, skills: readonly string[]) => Promise<Availability | null>,
  ): Promise<void> {
    if (this.#view && this.#view.state !== 'ended') return;
    const queue = await previewQueue(this.#services.core, this.#session.customer);
    const load = queue && (await read(queue.queue, queue.skills ?? []));
    // What is not known is not said.
    if (queue && !load) return;
    const agents =
      !load || load.agentsAvailable === 0 ? 'nobody' : load.agentsFree > 0 ? 'available' : 'busy';
    const event = { type: 'availability', agents, wait: load?.estimate ?? null } as const;
    const told = JSON.stringify(event);
    if (told === this.#toldAvailability) return;
    this.#toldAvailability = told;
    this.#socket.send(event);
  }

  async #hello(command: HelloCommand): Promise<void> {
    if (command.v !== PROTOCOL_VERSION) {
      throw new WireError('version_unsupported', `This gateway speaks version ${PROTOCOL_VERSION}.`);
    }
    const { displayName, locale } = this.#session.customer.claims;
    const session = await this.#terms();
    const { files, asksSurvey } = this.#services.core;
    const conversation = await this.#conversationToResume(command);
    this.#view = conversation && (await toCustomerView(this.#services, this.#cards, conversation));
    this.#socket.send({
      type: 'welcome',
      v: PROTOCOL_VERSION,
      customer: { displayName, locale },
      conversation: this.#view,
      session,
      ...(files ? { files: files.rules } : {}),
      ...(asksSurvey ? { survey: true } : {}),
    });
    if (conversation) {
      const known = command.resume?.conversationId === conversation.id ? command.resume.lastSeq : 0;
      await this.#follow(conversation, Math.min(known, conversation.headSeq));
    }
    await this.#sendCallback('open');
    if (this.#missedNews) await this.#refresh.run();
    await this.tellAvailability((queue, skills) =>
      this.#services.core.contactCenter.availability(queue, skills),
    );
  }

  async #terms(): Promise<SessionTerms> {
    const { sealer, clock } = this.#services.core;
    const [tag, key] = await Promise.all([
      sealer.derive(this.customerId, 'customer-tag'),
      sealer.derive(this.customerId, 'draft-key'),
    ]);
    const lifetimeMs = this.#session.expiresAt.getTime() - clock.now().getTime();
    return { lifetimeMs: Math.max(0, lifetimeMs), customerTag: toText(tag), draftKey: toText(key) };
  }

  /** The live one; else the one that the client last saw, so that it learns how it ended. */
  async #conversationToResume(command: HelloCommand): Promise<Conversation | null> {
    const { conversations } = this.#services.core;
    const live = await conversations.findLive(this.customerId);
    if (live || !command.resume) return live;
    const last = await conversations.get(command.resume.conversationId);
    return last?.customerId === this.customerId ? last : null;
  }

  async #open(command: OpenCommand): Promise<void> {
    const { core } = this.#services;
    const { conversation, joined } = await openConversation(
      core,
      this.#session.customer,
      command.context,
      this.#session.id,
    );
    this.#cards.forget(conversation.id);
    this.#view = await toCustomerView(this.#services, this.#cards, conversation);
    this.#socket.send({ type: 'opened', ref: command.ref, conversation: this.#view, joined });
    if (this.conversationId !== conversation.id) await this.#follow(conversation, 0);
  }

  #typing(conversationId: string, on: boolean): Promise<void> {
    this.#followed(conversationId);
    this.#services.core.bus.publish({ kind: 'typing', conversationId, role: 'customer', on });
    return Promise.resolve();
  }

  async #sendCallback(which: 'open' | 'any'): Promise<void> {
    const { callbacks } = this.#services;
    const callback = await callbacks.latestCall(this.customerId);
    if (!callback || (which === 'open' && !OPEN_CALLBACKS.has(callback.state))) return;
    const request = await callbacks.request(callback);
    this.#socket.send({ type: 'callback', callback: toCallbackView(callback, request) });
  }

  async #follow(conversation: Conversation, afterSeq: number): Promise<void> {
    const source = coreEntries(this.#services.core, conversation.id, this.customerId);
    const send = (event: EntriesEvent) => this.#socket.sendPaced(event);
    this.#stream = new EntryStream(source, conversation.id, afterSeq, send, this.#sending.lane);
    await this.#stream.catchUp(conversation.headSeq);
  }

  /** T10: the only conversation that this connection may touch without a look-up is the one it follows. */
  #followed(conversationId: string): EntryStream {
    if (this.#stream?.conversationId !== conversationId) throw notYours();
    return this.#stream;
  }

  async #refreshView(): Promise<void> {
    const { conversations } = this.#services.core;
    const live = await conversations.findLive(this.customerId);
    const conversation = live ?? (this.#view && (await conversations.get(this.#view.id)));
    if (!conversation) return;
    this.#show(await toCustomerView(this.#services, this.#cards, conversation));
    if (this.conversationId === conversation.id) await this.#stream?.catchUp(conversation.headSeq);
    else await this.#follow(conversation, 0);
  }

  #show(view: ConversationView): void {
    const before = this.#view;
    this.#view = view;
    this.#socket.send({ type: 'conversation', conversation: withoutKnown(view, before) });
  }
}

const OPEN_CALLBACKS: ReadonlySet<string> = new Set(['scheduled', 'due', 'calling']);
function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
