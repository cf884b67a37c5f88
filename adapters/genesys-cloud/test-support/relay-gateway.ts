import {
  type BusMessage,
  type Clock,
  type Conversation,
  type Core,
  CoreError,
  type Customer,
  commitMessage,
  createMemoryStore,
  type Entry,
  endConversation,
  followInteraction,
  GroupCommit,
  linkConversations,
  MemoryBus,
  type MessageContent,
  openConversation,
  openEntry,
  prepareMessage,
  type Store,
  systemClock,
  toAnswer,
} from '@throughline/core';
import { type Flow, parseFlow } from '@throughline/flow';
import { aConversation, aDecision, BindingSealer, fixedFlows } from '@throughline/test-kit';
import { v7 as uuidv7 } from 'uuid';
import { GenesysContactCenter } from '../src/guest/genesys-contact-center.js';
import type {
  GuestCodes,
  GuestEndpoint,
  OtherConversationsOptions,
  RelayLimits,
  RoutingAuthority,
} from '../src/guest/options.js';
import { MemoryFiles } from './memory-files.js';
import { typingOn } from './typing-on.js';
import { WindowedLimiter } from './windowed-limiter.js';

const FLOW = parseFlow(
  { input: { type: 'webchat', variables: {} }, logic: [{ condition: 'default', target: 'service' }] },
  { name: 'test' },
);

export interface RelayGatewayOptions {
  readonly endpoint: GuestEndpoint;
  /** Shared by nodes; a store of its own when absent. */
  readonly store?: Store;
  readonly limiter?: WindowedLimiter;
  readonly limits?: Partial<RelayLimits>;
  readonly guestCodes?: GuestCodes;
  readonly flow?: Flow;
  readonly authority?: RoutingAuthority;
  readonly otherConversations?: OtherConversationsOptions;
  readonly continueMs?: number;
  readonly clock?: Clock;
}

/** A node of the gateway without its doors: the core, and the adapter as its contact center. */
export class RelayGateway {
  readonly core: Core;
  readonly contactCenter: GenesysContactCenter;
  readonly failures: unknown[] = [];
  readonly closed = new Set<string>();
  readonly files = new MemoryFiles();
  readonly #store: Store;
  readonly #life: { isOver: boolean };

  constructor({
    endpoint,
    store = createMemoryStore(uuidv7),
    limiter,
    limits,
    guestCodes,
    flow = FLOW,
    authority = 'gateway',
    otherConversations,
    continueMs,
    clock = systemClock,
  }: RelayGatewayOptions) {
    const life = { isOver: false };
    this.#life = life;
    this.#store = store;
    const [conversations, relays] = [mortal(store.conversations, life), mortal(store.relays, life)];
    const bus = new MemoryBus();
    const shared = { bus, clock, newId: uuidv7 };
    const core: Core = {
      ...shared,
      conversations,
      appends: new GroupCommit(conversations),
      // Read when it is needed: each of the two works with the other.
      get contactCenter() {
        return contactCenter;
      },
      sealer: new BindingSealer(),
      mask: (text) => ({ text, maskedTypes: [] }),
      maskMessage: ({ text }) => ({ text: text.replaceAll('secret', '••••'), maskedTypes: [], redacted: [] }),
      audit: store.audit,
      flows: fixedFlows(flow),
      ...(continueMs === undefined ? {} : { continueMs }),
      decidesElsewhere: authority === 'architect',
    };
    const contactCenter = new GenesysContactCenter({
      ...shared,
      store: relays,
      limiter: limiter ?? new WindowedLimiter(systemClock),
      nodeId: uuidv7(),
      authority,
      availability: async () => null,
      limits: { tickMs: 200, leaseMs: 2_000, ...limits },
      onClosed: async (conversationId) => {
        this.closed.add(conversationId);
      },
      onFailure: (error) => this.failures.push(error),
    });
    contactCenter.onChange((interaction) => followInteraction(core, interaction));
    const link = { ...linkConversations(core), files: this.files };
    contactCenter.start({
      endpoint,
      link,
      guestCodes: guestCodes ?? null,
      otherConversations: otherConversations ?? null,
    });
    this.core = core;
    this.contactCenter = contactCenter;
  }

  get callbackStore() {
    return this.#store.callbacks;
  }

  async customer(): Promise<Customer> {
    const claims = {
      issuer: 'https://portal.example',
      externalId: uuidv7(),
      displayName: 'Ava',
      tier: 'PREMIUM',
      email: null,
      phone: null,
      locale: 'en',
    };
    return { id: await this.#store.sessions.customerId(claims), claims };
  }

  async open(intent = 'help'): Promise<Conversation> {
    return this.openFor(await this.customer(), intent);
  }

  async openFor(customer: Customer, intent = 'help'): Promise<Conversation> {
    return (await openConversation(this.core, customer, { intent })).conversation;
  }

  /** A conversation that nobody has been asked for yet. */
  async bareConversation(): Promise<string> {
    const [id, customer] = [uuidv7(), await this.customer()];
    const at = new Date();
    const audit = {
      at,
      action: 'conversation.opened' as const,
      actor: { kind: 'system' as const, id: 'test' },
    };
    await this.core.conversations.open(
      aConversation(customer.id, { id, openedAt: at }),
      await this.#context(customer, id),
      aDecision(id),
      audit,
    );
    return id;
  }

  async #context({ id: customerId, claims }: Customer, conversationId: string) {
    const { externalId, displayName, tier } = claims;
    const plain = { customer: { externalId, displayName, tier }, intent: null, page: null };
    const { sealer } = this.core;
    const sealed = await sealer.seal(customerId, `context:${conversationId}`, JSON.stringify(plain));
    return { at: new Date(), sealed };
  }

  async send(
    { id: conversationId, customerId }: Conversation,
    text: string,
    content?: MessageContent,
  ): Promise<void> {
    const sender = { role: 'customer' as const, id: customerId, displayName: 'Ava' };
    const message = {
      conversationId,
      customerId,
      id: uuidv7(),
      sender,
      text,
      ...(content ? { content } : {}),
    };
    await commitMessage(this.core, customerId, await prepareMessage(this.core, message));
  }

  async end(conversation: Conversation): Promise<void> {
    const actor = { kind: 'customer', id: conversation.customerId } as const;
    await endConversation(this.core, conversation, actor, 'Ava', 'customer');
  }

  /** The customer sends a file. */
  async sendFile(conversation: Conversation, name: string, content: string): Promise<void> {
    const file = this.files.add({ name, mediaType: 'text/plain', content: Buffer.from(content) });
    await this.send(conversation, '', { kind: 'attachments', text: '', files: [file] });
  }

  /** Messages that offer something. */
  async contents({ id, customerId }: Conversation): Promise<readonly Entry[]> {
    const stored = await this.core.conversations.read(id, 0, 1_000);
    const entries = await Promise.all(stored.map((entry) => openEntry(this.core.sealer, customerId, entry)));
    return entries.filter(({ body }) => body.content);
  }

  /** The customer picks from what was offered. */
  async pick(conversation: Conversation, toSeq: number, ids: readonly string[]): Promise<void> {
    const content = await toAnswer(this.core, conversation, ids.join(), {
      toSeq,
      given: { kind: 'picked', ids },
    });
    await this.send(conversation, '', content);
  }

  types({ id: conversationId }: Conversation): void {
    this.core.bus.publish({ kind: 'typing', conversationId, role: 'customer', on: true });
  }

  typing(): readonly Extract<BusMessage, { kind: 'typing' }>[] {
    return typingOn(this.core.bus);
  }

  async get({ id }: Pick<Conversation, 'id'>): Promise<Conversation> {
    const found = await this.core.conversations.get(id);
    if (!found) throw new Error('There is no such conversation.');
    return found;
  }

  /** What the customer sees: `customer: Hello`, `joined Sam`, `agent: Hi`. */
  async transcript({ id, customerId }: Conversation): Promise<readonly string[]> {
    const stored = await this.core.conversations.read(id, 0, 1_000);
    const entries = await Promise.all(stored.map((entry) => openEntry(this.core.sealer, customerId, entry)));
    return entries.map(({ kind, party, body }) =>
      kind === 'message' ? `${party.role}: ${body.text}` : `${kind} ${body.displayName}`.trim(),
    );
  }

  /** Dies: from now on it reaches no store, and its connections break. Nothing is given back. */
  async kill(): Promise<void> {
    this.#life.isOver = true;
    await this.contactCenter.stop();
  }

  async stop(): Promise<void> {
    await this.contactCenter.stop();
  }
}

/** Calls reach the store as long as their node lives. */
function mortal<Port extends object>(port: Port, life: { readonly isOver: boolean }): Port {
  return new Proxy(port, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...asked: unknown[]) =>
        life.isOver
          ? Promise.reject(new CoreError('unavailable', 'This node is dead.'))
          : value.apply(target, asked);
    },
  });
}
