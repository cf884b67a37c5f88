import type { Flow } from '../flow.js';
import type { Exit, Step } from '../step.js';

/** The steps of a flow in an order in which each comes after all that lead to it; without those of circles. */
export interface Order {
  readonly steps: readonly Step[];
  /** Ids of what can be reached from the start. */
  readonly reached: ReadonlySet<string>;
  /** Exits that lead back to a step on the way to them. */
  readonly back: readonly { readonly from: Step; readonly exit: Exit; readonly circle: readonly string[] }[];
}

/** Follows all exits from the start, without recursion: a flow can be a long chain. */
export function orderSteps(flow: Flow): Order {
  const after: Step[] = [];
  const reached = new Set<string>();
  const back: Order['back'][number][] = [];
  const way: { readonly step: Step; readonly exits: Iterator<Exit> }[] = [];
  const enter = (id: string): void => {
    const step = flow.steps.get(id);
    if (!step || reached.has(id)) return;
    reached.add(id);
    way.push({ step, exits: step.exits.values() });
  };
  enter(flow.start);
  for (let last = way.at(-1); last; last = way.at(-1)) {
    const { value: exit, done } = last.exits.next();
    if (done) {
      after.push(last.step);
      way.pop();
      continue;
    }
    const onWay = way.findIndex(({ step }) => step.id === exit.to);
    if (onWay >= 0) {
      const circle = [...way.slice(onWay).map(({ step }) => step.id), exit.to];
      back.push({ from: last.step, exit, circle });
    } else enter(exit.to);
  }
  return { steps: after.reverse(), reached, back };
}
