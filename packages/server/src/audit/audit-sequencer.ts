import type { AuditHead, AuditTrail, Clock, WorkLeases } from '@throughline/core';
import type { Logger } from 'pino';
import type { Metrics } from '../observability/metrics.js';
import { linksOnto } from './chain.js';
import { signCheckpoint } from './checkpoint.js';
import type { CheckpointSink } from './checkpoint-sinks.js';
import type { AuditSigningKey } from './signing-key.js';

export interface AuditSequencerOptions {
  readonly trail: AuditTrail;
  readonly leases: WorkLeases;
  /** Name of this node, unlike every other's. */
  readonly nodeId: string;
  readonly clock: Clock;
  readonly key: AuditSigningKey;
  readonly sinks: readonly CheckpointSink[];
  readonly logger: Logger;
  readonly metrics: Pick<Metrics, 'auditCheckpoints' | 'auditSeq'>;
}

const WORK = 'audit-sequencer';
/** How often entries are chained; an entry is chained within a second of its commit. In milliseconds. */
const CHAIN_MS = 500;
/** How long after the last word of its node another one chains, in milliseconds. */
const LEASE_MS = 3_000;
/** How often a checkpoint is written while the trail grows, in milliseconds. */
const CHECKPOINT_MS = 60_000;
/** How soon a place that failed is tried again, in milliseconds. */
const RETRY_MS = 5_000;
/** Entries chained with one statement, so that the embedded store is not held for long. */
const PAGE = 200;

/** Chains the audit trail on the one node that holds the lease, and has signed checkpoints written elsewhere. */
export class AuditSequencer {
  readonly #options: AuditSequencerOptions;
  readonly #written: WrittenCheckpoints[];
  #timer: NodeJS.Timeout | null = null;
  #round: Promise<void> | null = null;

  constructor(options: AuditSequencerOptions) {
    this.#options = options;
    this.#written = options.sinks.map((sink) => ({ sink, seq: null, dueAt: 0 }));
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#round ??= this.runOnce().finally(() => {
        this.#round = null;
      });
    }, CHAIN_MS);
  }

  /** One round: chains what is new and writes the checkpoints that are due. Never rejects. */
  async runOnce(): Promise<void> {
    await this.#runRound(false);
  }

  /** Chains what is left, vouches for it and frees the lease. Never rejects. */
  async close(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#round;
    await this.#runRound(true);
    await this.#options.leases.release(WORK, this.#options.nodeId).catch(() => undefined);
  }

  async #runRound(isLast: boolean): Promise<void> {
    const { leases, nodeId, logger } = this.#options;
    try {
      if (!(await leases.take(WORK, nodeId, LEASE_MS))) return;
      await this.#writeCheckpoints(await this.#chain(), isLast);
    } catch (err) {
      // Entries stay as they are and are chained by a later round, here or elsewhere.
      logger.warn({ err }, 'the audit trail could not be chained');
    }
  }

  async #chain(): Promise<AuditHead> {
    const { trail, leases, nodeId, metrics } = this.#options;
    for (;;) {
      const head = await trail.head();
      metrics.auditSeq.set(head.seq);
      const entries = await trail.unchained(PAGE);
      if (entries.length === 0) return head;
      const isMine = await leases.take(WORK, nodeId, LEASE_MS);
      if (!isMine || !(await trail.link(head, linksOnto(head, entries)))) return head;
    }
  }

  async #writeCheckpoints(head: AuditHead, isLast: boolean): Promise<void> {
    const now = this.#options.clock.now();
    const due = this.#written.filter(
      ({ seq, dueAt }) => seq !== head.seq && (isLast || now.getTime() >= dueAt),
    );
    if (due.length === 0) return;
    const line = await signCheckpoint({ ...head, at: now.toISOString() }, this.#options.key);
    await Promise.all(due.map((written) => this.#write(written, line, head.seq, now)));
  }

  async #write(written: WrittenCheckpoints, line: string, seq: number, now: Date): Promise<void> {
    const { logger, metrics } = this.#options;
    try {
      await written.sink.write(line);
      written.seq = seq;
      written.dueAt = now.getTime() + CHECKPOINT_MS;
      metrics.auditCheckpoints.inc({ outcome: 'written' });
    } catch (err) {
      written.dueAt = now.getTime() + RETRY_MS;
      metrics.auditCheckpoints.inc({ outcome: 'failed' });
      logger.error(
        { err, place: written.sink.name },
        'an audit checkpoint could not be written; trying again',
      );
    }
  }
}

interface WrittenCheckpoints {
  readonly sink: CheckpointSink;
  /** Last entry that the place vouches for; null when this node does not know. */
  seq: number | null;
  /** Not before this time, in milliseconds of the clock. */
  dueAt: number;
}
