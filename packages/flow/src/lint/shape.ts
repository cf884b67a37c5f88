import type { Finding } from '../finding.js';
import type { Flow } from '../flow.js';
import type { Order } from './graph.js';
import { finding } from './report.js';

/** Steps that nothing leads to, and ways that lead in a circle. Everything else ends, for only endings have no exit. */
export function lintShape(flow: Flow, { reached, back }: Order): readonly Finding[] {
  const unreachable = [...flow.steps.values()].filter(
    ({ id, silent, scope }) =>
      !silent && !reached.has(id) && id !== flow.fallback && !isInside(scope, reached),
  );
  return [
    ...unreachable.map(({ path }) => finding(flow, 'error', 'unreachable', stepPath(flow, path), NO_WAY)),
    ...back.map(({ exit, circle }) => {
      const waits = circle.some((id) => flow.steps.get(id)?.kind === 'queue');
      const way = circle.join(' → ');
      return waits
        ? finding(flow, 'error', 'no-way-out', exit.path, `customers wait here in a circle: ${way}`)
        : finding(flow, 'error', 'cycle', exit.path, `these steps lead in a circle: ${way}`);
    }),
  ];
}

const NO_WAY = 'this never applies: no step leads here';

/** A step of a call that is unreachable itself: the call is enough to tell. */
function isInside(scope: string, reached: ReadonlySet<string>): boolean {
  return scope !== '' && !reached.has(scope.slice(0, -1));
}

/** In the router form a step is an item, and its queue the target of it. */
function stepPath({ form }: Flow, path: readonly (string | number)[]): readonly (string | number)[] {
  return form === 'router' && path.at(-1) === 'target' ? path.slice(0, -1) : path;
}
