import type { FlowState } from '../engine/state.js';
import type { Flow } from '../flow.js';
import { Reading } from '../reading/reading.js';

/** One arrow of a flow and how often it was taken. */
export interface EdgeCount {
  readonly from: string;
  readonly to: string;
  readonly count: number;
}

/** How often each way from one step to the next was taken. */
export class EdgeCounts {
  readonly #counts = new Map<string, EdgeCount>();

  add(from: string, to: string, count = 1): void {
    const key = JSON.stringify([from, to]);
    this.#counts.set(key, { from, to, count: this.of(from, to) + count });
  }

  /** Counts what a run took. */
  addRun(flow: Flow, { trace }: Pick<FlowState, 'trace'>): void {
    for (const { step, outcome } of trace) {
      const exit = outcome === null ? undefined : flow.steps.get(step)?.exits.get(outcome);
      if (exit) this.add(step, exit.to);
    }
  }

  of(from: string, to: string): number {
    return this.#counts.get(JSON.stringify([from, to]))?.count ?? 0;
  }

  /** In the order in which they were taken first. */
  list(): readonly EdgeCount[] {
    return [...this.#counts.values()];
  }
}

/** Reads `{"edges": [{"from", "to", "count"}]}`, with whatever else stands beside it. Throws `FlowError`. */
export function parseCounts(source: string | object): EdgeCounts {
  const reading = new Reading(source);
  const root = reading.object(reading.source.value, [], 'any');
  const counts = new EdgeCounts();
  for (const [index, item] of reading.array(root.edges, ['edges']).entries()) {
    const path = ['edges', index];
    const { from, to, count } = reading.object(item, path, 'any');
    if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < 0) {
      reading.fail([...path, 'count'], 'invalid', 'a count is a whole number');
    }
    counts.add(reading.text(from, [...path, 'from']), reading.text(to, [...path, 'to']), Number(count));
  }
  return counts;
}
