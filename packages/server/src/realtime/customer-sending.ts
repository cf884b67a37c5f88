import { setTimeout } from 'node:timers/promises';
import {
  type Customer,
  commitMessage,
  type MessageContent,
  prepareMessage,
  SendLane,
} from '@throughline/core';
import type { CustomerCommand, SendCommand } from '@throughline/protocol';
import { notYours } from './customer-requests.js';
import type { FrameSocket } from './frame-socket.js';
import { toContent } from './message-content.js';
import { MessageRate } from './message-rate.js';
import type { Services } from './services.js';
import { toAck } from './to-wire.js';

/** The messages that one connection of a customer sends: in their order, and at the rate that is allowed. */
export class CustomerSending {
  readonly lane = new SendLane();
  readonly #services: Services;
  readonly #customer: Customer;
  readonly #socket: FrameSocket<CustomerCommand>;
  readonly #rate: MessageRate;

  constructor(services: Services, customer: Customer, socket: FrameSocket<CustomerCommand>) {
    this.#services = services;
    this.#customer = customer;
    this.#socket = socket;
    const { messageBurst, messagesPerSecond } = services.limits;
    this.#rate = new MessageRate(messageBurst, messagesPerSecond, performance.now());
  }

  /**
   * Fulfils when the message has its place in the order of commits and the next frame may be read; the
   * acknowledgement follows the commit.
   */
  async send(command: SendCommand): Promise<void> {
    const { core, metrics } = this.#services;
    const stopTimer = metrics.acknowledgement.startTimer();
    const { displayName } = this.#customer.claims;
    const { conversationId, id, text } = command;
    const sender = { role: 'customer', id: this.#customer.id, displayName } as const;
    const outgoing = { conversationId, customerId: this.#customer.id, id, sender, text };
    const message = await this.lane.prepare(id, async () => {
      const content = await this.#content(command);
      return prepareMessage(core, content ? { ...outgoing, content } : outgoing);
    });
    commitMessage(core, this.#customer.id, message, this.lane).then(
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
    if (conversation?.customerId !== this.#customer.id) throw notYours();
    return toContent(core, conversation, { role: 'customer', id: this.#customer.id }, text, content);
  }
}
