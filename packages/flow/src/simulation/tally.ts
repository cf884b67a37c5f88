import { type EdgeCount, EdgeCounts } from '../drawing/counts.js';
import type { FlowState } from '../engine/state.js';
import type { Flow } from '../flow.js';

/** Waiting times, in milliseconds. All are 0 when nobody waited. */
export interface WaitSummary {
  readonly count: number;
  readonly meanMs: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}

export interface SimulationReport {
  readonly flow: string;
  readonly version: string;
  readonly contacts: number;
  /** From `served`, `abandoned`, `callback`, `message`, … to how many ended so; `waiting` for those who never did. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** How long those whom an agent took had waited, in all queues together. */
  readonly wait: WaitSummary;
  readonly queues: readonly QueueSummary[];
  readonly steps: readonly { readonly step: string; readonly entered: number }[];
  /** As a drawing takes them. */
  readonly edges: readonly EdgeCount[];
}

export interface QueueSummary {
  readonly queue: string;
  readonly offered: number;
  readonly served: number;
  readonly abandoned: number;
  /** Went on by the flow: after the limit, or by a choice. */
  readonly left: number;
  /** Of those who were served there, in that queue alone. */
  readonly wait: WaitSummary;
}

export type LeftQueue = 'served' | 'abandoned' | 'left';

/** Counts what happens in a simulation. */
export class Tally {
  #contacts = 0;
  readonly #outcomes = new Map<string, number>();
  readonly #waits: number[] = [];
  readonly #queues = new Map<
    string,
    { readonly ways: Record<LeftQueue, number>; readonly waits: number[] }
  >();
  readonly #steps = new Map<string, number>();
  readonly #edges = new EdgeCounts();

  leaveQueue(queue: string, way: LeftQueue, waitedMs: number): void {
    const known = this.#queues.get(queue) ?? { ways: { served: 0, abandoned: 0, left: 0 }, waits: [] };
    known.ways[way] += 1;
    if (way === 'served') known.waits.push(waitedMs);
    this.#queues.set(queue, known);
  }

  /** `waitedMs` is null when no agent took the contact. */
  finish(flow: Flow, state: FlowState, outcome: string, waitedMs: number | null): void {
    this.#contacts += 1;
    this.#outcomes.set(outcome, (this.#outcomes.get(outcome) ?? 0) + 1);
    if (waitedMs !== null) this.#waits.push(waitedMs);
    this.#edges.addRun(flow, state);
    for (const { step } of state.trace) this.#steps.set(step, (this.#steps.get(step) ?? 0) + 1);
  }

  report(flow: Flow): SimulationReport {
    return {
      flow: flow.name,
      version: flow.version,
      contacts: this.#contacts,
      outcomes: Object.fromEntries([...this.#outcomes].sort(([a], [b]) => (a < b ? -1 : 1))),
      wait: summarize(this.#waits),
      queues: [...this.#queues].map(([queue, { ways, waits }]) => ({
        queue,
        offered: ways.served + ways.abandoned + ways.left,
        ...ways,
        wait: summarize(waits),
      })),
      steps: [...flow.steps.keys()].map((step) => ({ step, entered: this.#steps.get(step) ?? 0 })),
      edges: this.#edges.list(),
    };
  }
}

function summarize(waits: readonly number[]): WaitSummary {
  const sorted = [...waits].sort((a, b) => a - b);
  const count = sorted.length;
  /** The nearest rank. */
  const share = (part: number) => Math.round(sorted[Math.max(0, Math.ceil(part * count) - 1)] ?? 0);
  const sum = sorted.reduce((total, ms) => total + ms, 0);
  return {
    count,
    meanMs: count === 0 ? 0 : Math.round(sum / count),
    p50Ms: share(0.5),
    p90Ms: share(0.9),
    p95Ms: share(0.95),
    maxMs: share(1),
  };
}
