import type { ContextItem, ConversationState } from '../model/conversation.js';
import type { Customer } from '../model/customer.js';
import type { CustomerCard } from '../model/customer-card.js';
import type { CarryOverStore } from '../ports/carry-over-store.js';
import type { Core } from './core.js';
import { type CardParts, readCustomerCard } from './customer-card.js';
import { type Escalation, toContextItem } from './escalation-context.js';
import { openCarryOver, sealCarryOver } from './sealing.js';

/** How long a code can be used, in milliseconds: as long as somebody may wait on the phone. */
const VALID_MS = 30 * 60_000;

/** What an agent on the phone learns of the customer who said a code. */
export interface CarriedOver {
  readonly card: CustomerCard;
  /** Of the customer's live conversation; null when there is none. */
  readonly conversation: ConversationState | null;
}

/** Lets customers who cannot chat take who they are, and what they want, along to the phone: by a code that they say. */
export class CarryOvers {
  readonly #core: CardParts & Pick<Core, 'mask' | 'clock'>;
  readonly #store: CarryOverStore;

  constructor(core: CardParts & Pick<Core, 'mask' | 'clock'>, store: CarryOverStore) {
    this.#core = core;
    this.#store = store;
  }

  /**
   * Lets the code of this hash stand for the customer.
   * @returns until when; null when the code cannot be had: another one may be tried
   * @throws CoreError `masking_failed`, `unavailable`
   */
  async issue(
    customer: Customer,
    escalation: Escalation,
    codeHash: Uint8Array,
    sessionId: string,
  ): Promise<Date | null> {
    const { sealer } = this.#core;
    const item = toContextItem(this.#core, customer, escalation);
    const customerId = customer.id;
    const expiresAt = new Date(item.at.getTime() + VALID_MS);
    const sealedContext = await sealCarryOver(sealer, customerId, item);
    const kept = await this.#store.keep(
      { codeHash, customerId, sealedContext, expiresAt },
      {
        at: item.at,
        action: 'carry_over.issued',
        actor: { kind: 'customer', id: customerId },
        details: { sessionId },
      },
    );
    return kept ? expiresAt : null;
  }

  /**
   * Uses the code of this hash up.
   * @returns null when it was used before, is too old, or never was
   * @throws CoreError `unavailable`
   */
  async use(codeHash: Uint8Array, agentId: string): Promise<CarriedOver | null> {
    const { sealer, conversations, clock } = this.#core;
    const at = clock.now();
    const taken = await this.#store.take(codeHash, at, (customerId) => ({
      at,
      action: 'carry_over.used',
      actor: { kind: 'agent', id: agentId },
      details: { customerId },
    }));
    if (!taken) return null;
    const { customerId, sealedContext } = taken;
    const item = await openCarryOver(sealer, customerId, sealedContext);
    const live = await conversations.findLive(customerId);
    return live
      ? { card: await readCustomerCard(this.#core, live, [item]), conversation: live.state }
      : { card: await this.#cardOf(customerId, item), conversation: null };
  }

  async #cardOf(customerId: string, item: ContextItem): Promise<CustomerCard> {
    const previous = await this.#core.conversations.findLastEnded(customerId);
    return { context: [item], previous, routingReasons: [] };
  }
}
