import type { FlowState } from '../engine/state.js';
import type { Flow } from '../flow.js';
import type { FlowPlace } from '../flow-error.js';
import type { Exit, Step } from '../step.js';

export interface CoverageReport {
  readonly covered: number;
  readonly total: number;
  readonly missing: readonly Branch[];
}

/** One way out of a step, as the flow writes it. */
export interface Branch {
  readonly step: string;
  readonly outcome: string;
  readonly place: FlowPlace;
}

/**
 * Which branches of a flow some runs took. A branch is written once: outcomes that share a property (a step without
 * `busy`) are one branch, and so is a sub-flow's in all calls of it.
 */
export class Coverage {
  readonly #branches = new Map<string, Branch>();
  readonly #taken = new Set<string>();

  constructor(readonly flow: Flow) {
    for (const step of flow.steps.values()) {
      for (const [outcome, exit] of step.exits) {
        const key = keyOf(step, exit);
        if (this.#branches.has(key)) continue;
        this.#branches.set(key, { step: step.id, outcome, place: flow.locate(exit.path) });
      }
    }
  }

  add({ trace }: Pick<FlowState, 'trace'>): void {
    for (const { step: id, outcome } of trace) {
      const step = this.flow.steps.get(id);
      const exit = outcome === null ? undefined : step?.exits.get(outcome);
      if (step && exit) this.#taken.add(keyOf(step, exit));
    }
  }

  report(): CoverageReport {
    const missing = [...this.#branches].filter(([key]) => !this.#taken.has(key)).map(([, branch]) => branch);
    return { covered: this.#branches.size - missing.length, total: this.#branches.size, missing };
  }
}

function keyOf({ path, kind }: Step, exit: Exit): string {
  // A call enters its sub-flow wherever it stands; what it returns to is written at the call.
  return JSON.stringify([kind === 'return' ? [] : path, exit.path]);
}
