import { type Bus, CoalescedTask, type Interaction, type InteractionStore } from '@throughline/core';

export interface InteractionFollowerOptions {
  readonly store: InteractionStore;
  readonly bus: Bus;
  readonly nodeId: string;
}

const PAGE = 50;
/** How long after the claim of a node that died another one follows the interaction, in milliseconds. */
const CLAIM_MS = 5_000;

/** Has what changed followed by whoever owns the conversation, on one node at a time, and told to all nodes. */
export class InteractionFollower {
  readonly #options: InteractionFollowerOptions;
  readonly #rounds = new CoalescedTask(() => this.#followAll());
  #follow: (interaction: Interaction) => Promise<void> = async () => undefined;

  constructor(options: InteractionFollowerOptions) {
    this.#options = options;
  }

  onChange(follow: (interaction: Interaction) => Promise<void>): void {
    this.#follow = follow;
  }

  /** Rejects with the first failure, when everything else has been followed; what failed comes again. */
  run(): Promise<void> {
    return this.#rounds.run();
  }

  idle(): Promise<void> {
    return this.#rounds.idle();
  }

  async #followAll(): Promise<void> {
    const { store, bus, nodeId } = this.#options;
    const claim = { holder: nodeId, claimMs: CLAIM_MS, limit: PAGE };
    const failures = new Map<string, unknown>();
    let changed = false;
    // To the end: what changed while this node had it was claimed by nobody else.
    for (;;) {
      const page = (await store.claimUnfollowed(claim)).filter(({ id }) => !failures.has(id));
      if (page.length === 0) break;
      for (const interaction of page) {
        try {
          await this.#follow(interaction);
          await store.markFollowed(interaction.id, interaction.version);
          changed = true;
        } catch (error) {
          failures.set(interaction.id, error);
        }
      }
    }
    if (changed) bus.publish({ kind: 'contact-center' });
    for (const error of failures.values()) throw error;
  }
}
