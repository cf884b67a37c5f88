import type { AuditTrail, ChainedEntry } from '@throughline/core';
import { linkHash } from './chain.js';
import type { Checkpoint } from './checkpoint.js';

export interface TrailReport {
  /** Chained entries that were read. */
  readonly entries: number;
  /** Recorded a moment ago and not chained yet. */
  readonly unchained: number;
  /** What does not fit, in the order of the trail; empty when the trail is as it was written. */
  readonly findings: readonly TrailFinding[];
  /** The newest checkpoint up to which everything fits. */
  readonly vouchedBy: Checkpoint | null;
}

export interface TrailFinding {
  readonly kind: 'changed' | 'missing' | 'cut' | 'checkpoint' | 'foreign_checkpoint';
  /** Place in the chain. */
  readonly seq: number;
  readonly message: string;
}

/** What the check needs of the trail, so that it runs against a live node as well as against a copy. */
export type ReadableTrail = Pick<AuditTrail, 'head' | 'read' | 'unchained'>;

const PAGE = 500;

/**
 * Reads the whole trail and compares it with itself, with its head, and with checkpoints from outside the database.
 * Finds changed, removed, reordered and cut-off entries by the chain alone; a chain that was computed anew as a whole,
 * by the checkpoints only.
 * @param checkpoints Whose signatures were checked already, in any order.
 */
export async function verifyTrail(
  trail: ReadableTrail,
  checkpoints: readonly Checkpoint[],
): Promise<TrailReport> {
  const head = await trail.head();
  const findings: TrailFinding[] = [];
  const own = checkpoints.filter(({ chainId }) => chainId === head.chainId).sort((a, b) => a.seq - b.seq);
  for (const { chainId, seq, at } of checkpoints) {
    if (chainId === head.chainId) continue;
    const message = `the checkpoint of ${at} belongs to another trail (${chainId}); this one is ${head.chainId}`;
    findings.push({ kind: 'foreign_checkpoint', seq, message });
  }

  const walk = new Walk(head.chainId, own, findings);
  for (;;) {
    const page = await trail.read({ after: walk.seq, limit: PAGE });
    for (const entry of page) walk.step(entry);
    if (page.length < PAGE) break;
  }
  walk.end(head.seq, head.hash);
  const unchained = await trail.unchained(PAGE);
  return { entries: walk.entries, unchained: unchained.length, findings, vouchedBy: walk.vouchedBy };
}

const GENESIS = '0'.repeat(64);

class Walk {
  seq = 0;
  entries = 0;
  vouchedBy: Checkpoint | null = null;
  #hash = GENESIS;
  #isVouching = true;
  #nextCheckpoint = 0;

  constructor(
    readonly chainId: string,
    readonly checkpoints: readonly Checkpoint[],
    readonly findings: TrailFinding[],
  ) {
    this.#compareCheckpoints();
  }

  step(entry: ChainedEntry): void {
    this.entries += 1;
    if (entry.seq !== this.seq + 1) {
      const upTo = entry.seq - 1;
      const which = upTo === this.seq + 1 ? `entry ${upTo} is` : `entries ${this.seq + 1} to ${upTo} are`;
      this.#find('missing', this.seq + 1, `${which} missing`);
      // The hash before this entry is lost with the one that is missing, so the entry itself cannot be judged.
    } else if (linkHash(this.chainId, this.#hash, entry.seq, entry) !== entry.hash) {
      this.#find(
        'changed',
        entry.seq,
        `entry ${entry.seq} (${entry.at}, ${entry.action}) is not what was recorded: it was changed or put in another's place`,
      );
    }
    this.seq = entry.seq;
    this.#hash = entry.hash;
    this.#compareCheckpoints();
  }

  /** Compares the end of what was read with the head, and with checkpoints of entries that are not there. */
  end(headSeq: number, headHash: string): void {
    if (headSeq > this.seq) {
      this.#find(
        'cut',
        this.seq + 1,
        `the trail ends at entry ${this.seq}, but its head stands at ${headSeq}: its tail was cut off`,
      );
    } else if (headSeq === this.seq && headHash !== this.#hash) {
      this.#find('changed', this.seq, `entry ${this.seq} is not the one that the trail's head names`);
    }
    const first = this.checkpoints[this.#nextCheckpoint];
    if (!first) return;
    this.#find(
      'cut',
      this.seq + 1,
      `the checkpoint of ${first.at} vouches for entry ${first.seq}, but the trail ends at entry ${this.seq}: its tail was cut off`,
    );
  }

  #compareCheckpoints(): void {
    for (;;) {
      const checkpoint = this.checkpoints[this.#nextCheckpoint];
      if (!checkpoint || checkpoint.seq > this.seq) return;
      this.#nextCheckpoint += 1;
      if (checkpoint.seq === this.seq && checkpoint.hash === this.#hash) {
        if (this.#isVouching) this.vouchedBy = checkpoint;
        continue;
      }
      this.#findBroken(checkpoint);
    }
  }

  /** Only the first is told: what was computed anew breaks every checkpoint after it. */
  #findBroken({ seq, at }: Checkpoint): void {
    if (!this.#isVouching) return;
    const since = this.vouchedBy
      ? `the one of ${this.vouchedBy.at} (entry ${this.vouchedBy.seq}) still fits, so what lies between was rewritten`
      : 'no earlier one fits';
    this.#find('checkpoint', seq, `the checkpoint of ${at} vouches for another entry ${seq}; ${since}`);
  }

  #find(kind: TrailFinding['kind'], seq: number, message: string): void {
    this.#isVouching = false;
    this.findings.push({ kind, seq, message });
  }
}
