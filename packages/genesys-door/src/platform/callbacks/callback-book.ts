import type { CustomerCard } from '@throughline/core';
import { cleanText, cleanValues } from '../../guests/clean-text.js';
import type { GuestDependencies } from '../../guests/dependencies.js';
import { DeskSide } from '../../guests/desk-side.js';
import type { ServedItem } from '../../guests/model.js';
import { customerOf } from '../../guests/participants.js';
import { ServedItems } from '../../guests/served-items.js';

export interface Callback extends ServedItem {
  readonly numbers: readonly string[];
  readonly userName: string | null;
  /** Null: as soon as possible. */
  readonly scheduledTime: Date | null;
  /** An agent is being looked for since then: not before the scheduled time. */
  isDue: boolean;
}

export interface NewCallback {
  readonly queueId: string;
  readonly priority: number;
  readonly numbers: readonly string[];
  readonly userName: string | null;
  readonly scheduledTime: Date | null;
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * Callbacks. When one is due, an agent of its queue takes it at the desk as any other work, reads whom to call, and
 * ends it after the call. Numbers are for agents alone: they stay in clear, unlike every other text.
 */
export class CallbackBook extends ServedItems<Callback> {
  readonly desk: DeskSide<Callback>;
  readonly #callbackDependencies: GuestDependencies;
  readonly #listeners: Set<(callback: Callback) => void>;

  constructor(dependencies: GuestDependencies) {
    const listeners = new Set<(callback: Callback) => void>();
    super(dependencies, (news) => {
      if (news.kind === 'changed') for (const listener of listeners) listener(news.item);
    });
    this.#callbackDependencies = dependencies;
    this.#listeners = listeners;
    this.desk = new DeskSide(dependencies, this, {
      customerId: ({ id }) => id,
      card: toCard,
      // A note for whoever opens it next: nobody reads along on the other end.
      say: (_callback, { text }) => ({
        ...cleanText(dependencies.mask, text),
        at: dependencies.clock.now(),
      }),
      end: (callback, agentName) => this.finish(callback, 'peer', agentName),
    });
  }

  onChange(listener: (callback: Callback) => void): void {
    this.#listeners.add(listener);
  }

  /** @throws CoreError `masking_failed` */
  async schedule({ queueId, priority, attributes, ...wish }: NewCallback): Promise<Callback> {
    const { mask } = this.#callbackDependencies;
    const callback: Callback = {
      ...this.blank(queueId, priority),
      ...wish,
      userName: wish.userName === null ? null : cleanText(mask, wish.userName).text,
      isDue: false,
    };
    this.add(callback);
    this.join(callback, 'customer').attributes = cleanValues(mask, attributes);
    this.append(callback, {
      id: 'request',
      kind: 'message',
      party: { role: 'customer', id: callback.id },
      at: callback.startTime,
      body: { displayName: callbackName(callback), text: describe(callback), maskedTypes: [] },
    });
    this.announce(callback);
    await this.#startIfDue(callback);
    return callback;
  }

  /** Existing names that are not given stay. @throws CoreError `masking_failed` */
  setAttributes(callback: Callback, attributes: Readonly<Record<string, string>>): void {
    const customer = customerOf(callback);
    const clean = cleanValues(this.#callbackDependencies.mask, attributes);
    customer.attributes = { ...customer.attributes, ...clean };
    this.announce(callback);
  }

  /** Looks for agents for what has become due. */
  async startDue(): Promise<void> {
    for (const callback of this.all()) await this.#startIfDue(callback);
  }

  async #startIfDue(callback: Callback): Promise<void> {
    const { endTime, isDue, scheduledTime } = callback;
    const now = this.#callbackDependencies.clock.now();
    if (endTime || isDue || (scheduledTime && scheduledTime > now)) return;
    callback.isDue = true;
    await this.request(callback);
  }
}

export function callbackName({ userName }: Callback): string {
  return userName || 'Callback';
}

function describe({ numbers, scheduledTime }: Callback): string {
  const when = scheduledTime ? `, asked for ${scheduledTime.toISOString()}` : '';
  return `Please call ${numbers.join(' or ')}${when}`;
}

function toCard(callback: Callback): CustomerCard {
  const { attributes } = customerOf(callback);
  return {
    context: [
      {
        at: callback.startTime,
        customer: {
          externalId: `callback ${callback.id.slice(-8)}`,
          displayName: callbackName(callback),
          tier: attributes.tier ?? null,
        },
        intent: 'callback',
        page: null,
      },
    ],
    previous: null,
    routingReasons: [
      describe(callback),
      ...Object.entries(attributes).map(([name, value]) => `${name}: ${value}`),
    ],
  };
}
