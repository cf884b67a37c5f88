import {
  askContactCenter,
  eraseCustomer,
  type PrivacyParts,
  type PrivacyRequest,
  purgePastTime,
  type RetentionRules,
  replayErasures,
} from '@throughline/core';
import type { Logger } from 'pino';
import type { Metrics } from '../observability/metrics.js';

export interface PrivacyWorkOptions extends PrivacyParts {
  readonly metrics: Pick<Metrics, 'purged'>;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  readonly retention: RetentionRules;
}

/** Most requests that are looked at in one round. */
const PAGE = 1_000;
/** A request that could not be finished is tried again after this long, then twice as long, and so on; in milliseconds. */
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 600_000;
/** Nodes' clocks may differ by this much, in milliseconds. */
const CLOCKS_DIFFER_MS = 600_000;
const LEDGER_PAGE = 500;
/** Contact centers have time to answer an export, and operators to fetch it; in milliseconds. */
const EXPORT_KEPT_MS = 7 * 86_400_000;

/** What is done about customers' data as a whole. But for {@link syncLedger}, one node at a time does it. */
export class PrivacyWork {
  readonly #options: PrivacyWorkOptions;
  readonly #pauses = new Map<string, { readonly until: number; readonly ms: number }>();
  #syncedTo = new Date(0);

  constructor(options: PrivacyWorkOptions) {
    this.#options = options;
  }

  /** Before anybody is served: what was erased is erased in this database, too. */
  async start(): Promise<void> {
    await this.syncLedger();
    const reopened = await replayErasures({ ...this.#options, clock: this.#options.core.clock });
    if (reopened === 0) return;
    this.#options.logger.warn(
      { reopened },
      'the database knew customers that were erased: erasing them again',
    );
    for (const request of await this.#openErasures()) await eraseCustomer(this.#options, request);
  }

  /** Carries requests out as far as they go now. */
  async tick(): Promise<void> {
    const { privacy, core, logger } = this.#options;
    const now = core.clock.now().getTime();
    for (const request of await privacy.openRequests(PAGE)) {
      if ((this.#pauses.get(request.id)?.until ?? 0) > now) continue;
      try {
        if (await this.#carryOut(request)) this.#pauses.delete(request.id);
        else this.#pause(request.id, now);
      } catch (err) {
        this.#pause(request.id, now);
        logger.warn({ err, requestId: request.id, kind: request.kind }, 'a privacy request is tried again');
      }
    }
  }

  /** Removes what is past its time. */
  async purge(): Promise<void> {
    const { privacy, core, retention, metrics } = this.#options;
    await purgePastTime(privacy, core.clock, retention, (dataClass, removed) => {
      const count = Object.values(removed).reduce((sum, one) => sum + one, 0);
      metrics.purged.inc({ class: dataClass }, count);
    });
    await privacy.purgeExports(new Date(core.clock.now().getTime() - EXPORT_KEPT_MS), PAGE);
  }

  /** Every node: notes what others erased in the ledger of its own. */
  async syncLedger(): Promise<void> {
    const { privacy, ledger } = this.#options;
    for (;;) {
      const page = await privacy.erasuresSince(this.#syncedTo, LEDGER_PAGE);
      for (const erasure of page) await ledger.add(erasure);
      const last = page.at(-1)?.removed?.at;
      if (!last || page.length < LEDGER_PAGE) {
        if (last) this.#syncedTo = new Date(last.getTime() - CLOCKS_DIFFER_MS);
        return;
      }
      this.#syncedTo = last;
    }
  }

  async #carryOut(request: PrivacyRequest): Promise<boolean> {
    const parts = this.#options;
    if (request.kind === 'erasure' && !(await eraseCustomer(parts, request))) return false;
    // The erasure noted for whom and what the contact center is to be asked.
    const current = await parts.privacy.getRequest(request.id);
    return current === null || askContactCenter(parts, current);
  }

  async #openErasures(): Promise<PrivacyRequest[]> {
    const open = await this.#options.privacy.openRequests(Number.MAX_SAFE_INTEGER);
    return open.filter(({ kind }) => kind === 'erasure');
  }

  #pause(requestId: string, now: number): void {
    const ms = Math.min((this.#pauses.get(requestId)?.ms ?? FIRST_PAUSE_MS / 2) * 2, LONGEST_PAUSE_MS);
    this.#pauses.set(requestId, { until: now + ms, ms });
  }
}
