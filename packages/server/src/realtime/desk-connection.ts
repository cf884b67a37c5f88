import {
  type AgentPresence,
  type BusMessage,
  CoalescedTask,
  CoreError,
  type Entry,
  redactValue,
  revealValue,
  SendLane,
} from '@throughline/core';
import type { AgentSession } from '@throughline/identity';
import {
  type DeskCommand,
  type DeskHelloCommand,
  type DeskStateEvent,
  type EntriesEvent,
  type FillCommand,
  PROTOCOL_VERSION,
  type ReceiptCommand,
  type RedactCommand,
  type RevealCommand,
  type SendCommand,
} from '@throughline/protocol';
import { WireError } from '../errors.js';
import type { CardCache } from './card-cache.js';
import { readDeskState } from './desk-state.js';
import { EntryStream } from './entry-stream.js';
import type { FrameSocket } from './frame-socket.js';
import { toContent } from './message-content.js';
import { coreEntries, type ServedConversation } from './served-conversations.js';
import type { Services } from './services.js';
import { toAck, toRevealableEntry, toWireEntry } from './to-wire.js';

/** How long a desk shows a value that was revealed. */
const REVEALED_SECONDS = 30;

interface Followed {
  readonly served: ServedConversation;
  readonly stream: EntryStream;
}

/** One open desk of an agent. It follows every conversation assigned to that agent while it is open. */
export class DeskConnection {
  readonly #services: Services;
  readonly #cards: CardCache;
  readonly #followed = new Map<string, Followed>();
  readonly #lanes = new Map<string, SendLane>();
  readonly #refresh = new CoalescedTask(() => this.#sendState());
  readonly #toWire = (entry: Entry) => (this.#mayReveal ? toRevealableEntry(entry) : toWireEntry(entry));
  readonly #sendEntries = (event: EntriesEvent) => this.socket.sendPaced(event);
  /** What the desk shows, so that a look that finds nothing new sends nothing. */
  #sentState = '';

  constructor(
    services: Services,
    cards: CardCache,
    readonly session: AgentSession,
    readonly agent: AgentPresence,
    readonly socket: FrameSocket<DeskCommand>,
  ) {
    this.#services = services;
    this.#cards = cards;
  }

  get conversationIds(): readonly string[] {
    return [...this.#followed.keys()];
  }

  async onCommand(command: DeskCommand): Promise<void> {
    const { contactCenter } = this.#services;
    switch (command.type) {
      case 'hello':
        return this.#hello(command);
      case 'presence':
        return this.#carryOut(command.ref, contactCenter.setPresence(this.agent.id, command.available));
      case 'accept':
        return this.#carryOut(command.ref, contactCenter.accept(command.interactionId, this.agent.id));
      case 'decline':
        return this.#carryOut(command.ref, contactCenter.decline(command.interactionId, this.agent.id));
      case 'call-ended': {
        const { ref, conversationId, outcome } = command;
        const finished = this.#services.callbacks.finish(conversationId, this.agent.id, outcome);
        return this.#carryOut(ref, finished);
      }
      case 'reveal':
        return this.#reveal(command);
      case 'redact':
        return this.#redact(command);
      case 'end':
        return this.#carryOut(command.ref, this.#end(command.conversationId));
      case 'send':
        return this.#send(command);
      case 'receipt':
        return this.#receipt(command);
      case 'typing': {
        const { conversationId, on } = command;
        this.#mine(conversationId);
        this.#services.core.bus.publish({ kind: 'typing', conversationId, role: 'agent', on });
        return;
      }
      case 'fill':
        return this.#fill(command);
    }
  }

  async onBus(message: BusMessage): Promise<void> {
    switch (message.kind) {
      case 'entries':
        await this.#followed.get(message.conversationId)?.stream.push(message.entries);
        return;
      case 'head':
        await this.onHead(message.conversationId, message.headSeq);
        return;
      case 'conversation':
      case 'contact-center':
        await this.refresh();
        return;
      case 'receipts':
        if (this.#followed.has(message.conversationId)) {
          const { conversationId, customer } = message;
          this.socket.send({ type: 'receipt', conversationId, customerReceipts: customer });
        }
        return;
      case 'typing':
        if (message.role === 'customer' && this.#followed.has(message.conversationId)) {
          this.socket.send({ type: 'typing', conversationId: message.conversationId, on: message.on });
        }
        return;
      case 'callback':
      case 'customer-sessions-ended':
      case 'gap':
      case 'session-ended':
        return;
    }
  }

  /** Sends the desk's state again; calls that come close together share one answer. */
  async refresh(): Promise<void> {
    if (this.socket.isServing) await this.#refresh.run();
  }

  async onHead(conversationId: string, headSeq: number): Promise<void> {
    await this.#followed.get(conversationId)?.stream.catchUp(headSeq);
  }

  async #hello(command: DeskHelloCommand): Promise<void> {
    if (command.v !== PROTOCOL_VERSION) {
      throw new WireError('version_unsupported', `This gateway speaks version ${PROTOCOL_VERSION}.`);
    }
    const { id, displayName, role } = this.agent;
    const { files } = this.#services.core;
    await this.#services.contactCenter.keepAlive([id]);
    const reasons = this.#mayReveal ? this.#services.core.reveals?.reasons : undefined;
    this.socket.send({
      type: 'welcome',
      v: PROTOCOL_VERSION,
      agent: { id, displayName, role },
      ...(reasons ? { reveal: { reasons } } : {}),
      ...(files ? { files: files.rules } : {}),
    });
    await this.refresh();
  }

  async #carryOut(ref: string, work: Promise<unknown>): Promise<void> {
    await work;
    // The state that the command led to arrives before its answer, so that a desk never shows the old one after it.
    await this.refresh();
    this.socket.send({ type: 'done', ref });
  }

  get #mayReveal(): boolean {
    return this.#services.core.reveals?.roles.includes(this.agent.role) ?? false;
  }

  async #reveal({ ref, conversationId, seq, index, reason }: RevealCommand): Promise<void> {
    const { id, role } = this.agent;
    const request = { conversationId, seq, index, reason, agent: { id, role } };
    const value = await revealValue(this.#services.core, request);
    this.socket.send({ type: 'revealed', ref, value, seconds: REVEALED_SECONDS });
  }

  async #redact({ ref, conversationId, seq, value }: RedactCommand): Promise<void> {
    const { id, displayName } = this.agent;
    await redactValue(this.#services.core, {
      conversationId,
      seq,
      value,
      id: ref,
      agent: { id, displayName },
    });
    this.socket.send({ type: 'done', ref });
  }

  /** Fulfils when the message has its place in the order of commits; the acknowledgement follows the commit. */
  async #send(command: SendCommand): Promise<void> {
    const { core, served, metrics } = this.#services;
    const stopTimer = metrics.acknowledgement.startTimer();
    const { conversationId, id, text } = command;
    const lane = this.#laneOf(conversationId);
    const message = { conversationId, id, agent: this.agent, text };
    const { committed } = await lane.prepare(id, async () => {
      const conversation = await this.#writable(conversationId);
      const sender = { role: 'agent', id: this.agent.id } as const;
      const content =
        command.content && (await toContent(core, conversation.conversation, sender, text, command.content));
      return served.send(conversation, content ? { ...message, content } : message, lane);
    });
    committed.then(
      (entry) => {
        stopTimer();
        metrics.messages.inc({ role: 'agent' });
        this.socket.send(toAck(entry));
      },
      (error) => this.socket.refuse(error, command.id),
    );
  }

  async #receipt(command: ReceiptCommand): Promise<void> {
    const { conversationId, deliveredSeq, readSeq } = command;
    const { served } = this.#mine(conversationId);
    await this.#services.served.raiseAgentReceipts(served, { deliveredSeq, readSeq });
  }

  async #end(conversationId: string): Promise<void> {
    const { served } = this.#services;
    const found = await served.get(conversationId);
    if (found?.conversation.agentId !== this.agent.id) throw notYours();
    await served.end(found, this.agent);
  }

  async #sendState(): Promise<void> {
    const work = await this.#services.contactCenter.work(this.agent.id);
    if (!work) return;
    const state = await readDeskState(this.#services, this.#cards, work);
    for (const { conversationId } of state.conversations) await this.#follow(conversationId);
    const frame: DeskStateEvent = { type: 'desk', ...state };
    const text = JSON.stringify(frame);
    if (text === this.#sentState) return;
    this.#sentState = text;
    this.socket.send(frame);
  }

  /** From now on new entries come by themselves; what was before comes when the desk asks by `fill`. */
  async #follow(conversationId: string): Promise<void> {
    if (this.#followed.has(conversationId)) return;
    const { served } = this.#services;
    const found = await served.get(conversationId);
    if (found?.conversation.agentId !== this.agent.id) return;
    const { headSeq } = found.conversation;
    const lane = this.#laneOf(conversationId);
    const entries = served.entries(found);
    const stream = new EntryStream(entries, conversationId, headSeq, this.#sendEntries, lane, this.#toWire);
    this.#followed.set(conversationId, { served: found, stream });
  }

  /**
   * T10: the commit decides who may write. It also knows what was stored when the agent still had the conversation, so
   * that a message whose acknowledgement was lost is not shown as refused.
   */
  async #writable(conversationId: string): Promise<ServedConversation> {
    const followed = this.#followed.get(conversationId);
    const served = followed?.served ?? (await this.#services.served.get(conversationId));
    if (!served) throw notYours();
    return served;
  }

  /** One lane a conversation, also before it is followed: what could not be looked up must not be overtaken either. */
  #laneOf(conversationId: string): SendLane {
    const known = this.#lanes.get(conversationId);
    if (known) return known;
    const lane = new SendLane();
    this.#lanes.set(conversationId, lane);
    return lane;
  }

  /** T10: a conversation that was assigned to this agent while this desk was open. */
  #mine(conversationId: string): Followed {
    const followed = this.#followed.get(conversationId);
    if (!followed) throw notYours();
    return followed;
  }

  /**
   * T10: reading needs an assignment now, or one that ended while this desk was open; or one to the conversation that
   * continues this one.
   */
  async #fill({ conversationId, afterSeq }: FillCommand): Promise<void> {
    await this.#follow(conversationId);
    const followed = this.#followed.get(conversationId);
    if (followed) return followed.stream.rewind(afterSeq);
    const { core } = this.#services;
    const following = await Promise.all(this.conversationIds.map((id) => core.conversations.get(id)));
    const isContinued = following.some(
      (next) => next?.agentId === this.agent.id && next.previousConversationId === conversationId,
    );
    const conversation = isContinued ? await core.conversations.get(conversationId) : null;
    if (!conversation) throw notYours();
    const { customerId, headSeq } = conversation;
    const source = coreEntries(core, conversationId, customerId);
    const stream = new EntryStream(source, conversationId, afterSeq, this.#sendEntries);
    await stream.catchUp(headSeq);
  }
}

function notYours(): CoreError {
  return new CoreError('not_found', 'There is no such conversation for you.');
}
