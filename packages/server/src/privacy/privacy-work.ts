import { type Clock, purgePastTime, type RetentionRules, type Store } from '@throughline/core';
import type { Metrics } from '../observability/metrics.js';

export interface PrivacyWorkOptions {
  readonly store: Pick<Store, 'privacy'>;
  readonly clock: Clock;
  readonly metrics: Pick<Metrics, 'purged'>;
  readonly retention: RetentionRules;
}

/** What is done about customers' data as a whole, by one node at a time. */
export class PrivacyWork {
  readonly #options: PrivacyWorkOptions;

  constructor(options: PrivacyWorkOptions) {
    this.#options = options;
  }

  /** Removes what is past its time. */
  async purge(): Promise<void> {
    const { store, clock, retention, metrics } = this.#options;
    await purgePastTime(store.privacy, clock, retention, (dataClass, removed) => {
      const count = Object.values(removed).reduce((sum, one) => sum + one, 0);
      metrics.purged.inc({ class: dataClass }, count);
    });
  }
}
