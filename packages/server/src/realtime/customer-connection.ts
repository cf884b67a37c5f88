import { setTimeout } from 'node:timers/promises';
import {
  type Availability,
  type BusMessage,
  CoalescedTask,
  type Conversation,
  CoreError,
  commitMessage,
  endConversation,
  type MessageContent,
  openConversation,
  prepareMessage,
  previewQueue,
  type QueuePlace,
  type Receipts,
  readWays,
  SendLane,
  takeWay,
  type WaitRange,
  withholdContext,
} from '@throughline/core';
import type { CustomerSession } from '@throughline/identity';
import {
  type ChooseCommand,
  type ConversationView,
  type CustomerCommand,
  type EntriesEvent,
  type HelloCommand,
  type OpenCommand,
  PROTOCOL_VERSION,
  type ReceiptCommand,
  type SendCommand,
  type SessionTerms,
  type WithholdCommand,
} from '@throughline/protocol';
import { WireError } from '../errors.js';
import { toCallbackWish } from './callback-wish.js';
import type { CardCache } from './card-cache.js';
import { EntryStream } from './entry-stream.js';
import type { FrameSocket } from './frame-socket.js';
import { toContent } from './message-content.js';
import { MessageRate } from './message-rate.js';
import { coreEntries } from './served-conversations.js';
import type { Services } from './services.js';
import { toAck, toCallbackView, toConversationView } from './to-wire.js';

/** One tab of a customer. It follows one conversation at a time: the live one, or the one that has just ended. */
export class CustomerConnection {
  readonly #services: Services;
  readonly #cards: CardCache;
  readonly #session: CustomerSession;
  readonly #socket: FrameSocket<CustomerCommand>;
  readonly #rate: MessageRate;
  readonly #lane = new SendLane();
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
    const { messageBurst, messagesPerSecond } = services.limits;
    this.#rate = new MessageRate(messageBurst, messagesPerSecond, performance.now());
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
        return this.#send(command);
      case 'typing':
        return this.#typing(command.conversationId, command.on);
      case 'receipt':
        return this.#receipt(command);
      case 'fill':
        return this.#followed(command.conversationId).rewind(command.afterSeq);
      case 'end':
        return this.#end(command.ref, command.conversationId);
      case 'choose':
        return this.#choose(command);
      case 'withhold':
        return this.#withhold(command);
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
    const { files } = this.#services.core;
    const conversation = await this.#conversationToResume(command);
    this.#view = conversation && (await this.#toView(conversation));
    this.#socket.send({
      type: 'welcome',
      v: PROTOCOL_VERSION,
      customer: { displayName, locale },
      conversation: this.#view,
      session,
      ...(files ? { files: files.rules } : {}),
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
    this.#view = await this.#toView(conversation);
    this.#socket.send({ type: 'opened', ref: command.ref, conversation: this.#view, joined });
    if (this.conversationId !== conversation.id) await this.#follow(conversation, 0);
  }

  /**
   * Fulfils when the message has its place in the order of commits and the next frame may be read; the
   * acknowledgement follows the commit.
   */
  async #send(command: SendCommand): Promise<void> {
    const { core, metrics } = this.#services;
    const stopTimer = metrics.acknowledgement.startTimer();
    const { displayName } = this.#session.customer.claims;
    const { conversationId, id, text } = command;
    const sender = { role: 'customer', id: this.customerId, displayName } as const;
    const outgoing = { conversationId, customerId: this.customerId, id, sender, text };
    const message = await this.#lane.prepare(id, async () => {
      const content = await this.#content(command);
      return prepareMessage(core, content ? { ...outgoing, content } : outgoing);
    });
    commitMessage(core, this.customerId, message, this.#lane).then(
      (entry) => {
        stopTimer();
        metrics.messages.inc({ role: 'customer' });
        this.#socket.send(toAck(entry));
      },
      (error) => this.#socket.refuse(error, command.id),
    );
    const holdUpMs = this.#rate.take(performance.now());
    if (holdUpMs > 0) await setTimeout(holdUpMs);
  }

  async #content({ conversationId, text, content }: SendCommand): Promise<MessageContent | undefined> {
    if (!content) return undefined;
    const { core } = this.#services;
    const conversation = await core.conversations.get(conversationId);
    if (conversation?.customerId !== this.customerId) throw notYours();
    return toContent(core, conversation, { role: 'customer', id: this.customerId }, text, content);
  }

  #typing(conversationId: string, on: boolean): Promise<void> {
    this.#followed(conversationId);
    this.#services.core.bus.publish({ kind: 'typing', conversationId, role: 'customer', on });
    return Promise.resolve();
  }

  async #receipt(command: ReceiptCommand): Promise<void> {
    const { conversationId, deliveredSeq, readSeq } = command;
    this.#followed(conversationId);
    const { core } = this.#services;
    const raised = await core.conversations.raiseReceipts(conversationId, 'customer', {
      deliveredSeq,
      readSeq,
    });
    if (raised) {
      const { customerReceipts: customer, agentReceipts: agent } = raised;
      core.bus.publish({ kind: 'receipts', conversationId, customer, agent });
    }
  }

  async #end(ref: string, conversationId: string): Promise<void> {
    const { core } = this.#services;
    const conversation = await core.conversations.get(conversationId);
    if (conversation?.customerId !== this.customerId) throw notYours();
    const actor = { kind: 'customer', id: this.customerId } as const;
    await endConversation(core, conversation, actor, this.#session.customer.claims.displayName, 'customer');
    this.#socket.send({ type: 'done', ref });
  }

  async #choose({ ref, conversationId, choice, callback, message }: ChooseCommand): Promise<void> {
    const { core, callbacks } = this.#services;
    const conversation = await core.conversations.get(conversationId);
    if (conversation?.customerId !== this.customerId) throw notYours();
    const { customer } = this.#session;
    await takeWay(core, callbacks, customer, conversation, {
      choice,
      ...(callback ? { callback: toCallbackWish(callback, customer.claims.locale) } : {}),
      ...(message === undefined ? {} : { message }),
    });
    await this.#refresh.run();
    this.#socket.send({ type: 'done', ref });
  }

  async #withhold({ ref, conversationId, kind, name }: WithholdCommand): Promise<void> {
    const { core } = this.#services;
    const conversation = await core.conversations.get(conversationId);
    await withholdContext(core, this.customerId, conversation, { kind, name });
    this.#cards.forget(conversationId);
    await this.#refresh.run();
    this.#socket.send({ type: 'done', ref });
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
    this.#stream = new EntryStream(source, conversation.id, afterSeq, send, this.#lane);
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
    this.#show(await this.#toView(conversation));
    if (this.conversationId === conversation.id) await this.#stream?.catchUp(conversation.headSeq);
    else await this.#follow(conversation, 0);
  }

  #show(view: ConversationView): void {
    const before = this.#view;
    this.#view = view;
    this.#socket.send({ type: 'conversation', conversation: withoutKnown(view, before) });
  }

  async #toView(conversation: Conversation): Promise<ConversationView> {
    const { core } = this.#services;
    const { contactCenter } = core;
    const places = WAITING_STATES.has(conversation.state)
      ? await contactCenter.places([conversation.id])
      : undefined;
    const agentName = conversation.agentId
      ? await contactCenter.agentDisplayName(conversation.agentId)
      : null;
    const ways = await readWays(core, conversation);
    const isLive = conversation.state !== 'ended';
    const shared = isLive ? ((await this.#cards.get(conversation.id))?.shared ?? []) : [];
    const isInterrupted = isLive && !(await contactCenter.isReachable(conversation.id));
    return toConversationView(
      conversation,
      places?.get(conversation.id),
      agentName,
      ways,
      shared,
      isInterrupted,
    );
  }
}

/** Every receipt brings the view again: what agents see, which can be long, comes when it has changed. */
function withoutKnown(view: ConversationView, before: ConversationView | null): ConversationView {
  const { shared, ...rest } = view;
  const isKnown = before?.id === view.id && JSON.stringify(before.shared) === JSON.stringify(shared);
  return isKnown ? rest : view;
}

const OPEN_CALLBACKS: ReadonlySet<string> = new Set(['scheduled', 'due', 'calling']);
const WAITING_STATES: ReadonlySet<string> = new Set(['routing', 'queued', 'offered']);

function isSame(
  view: ConversationView,
  { id, state, agentReceipts, customerReceipts }: Conversation,
): boolean {
  return (
    view.id === id &&
    view.state === state &&
    isEqual(view.agentReceipts, agentReceipts) &&
    isEqual(view.customerReceipts, customerReceipts)
  );
}

function isSameWait(a: WaitRange | null, b: WaitRange | null): boolean {
  return a?.lowSeconds === b?.lowSeconds && a?.highSeconds === b?.highSeconds;
}

function isEqual(a: Receipts, b: Receipts): boolean {
  return a.deliveredSeq === b.deliveredSeq && a.readSeq === b.readSeq;
}

function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}

function notYours(): CoreError {
  return new CoreError('not_found', 'There is no such conversation for you.');
}
