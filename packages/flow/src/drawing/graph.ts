import type { Flow } from '../flow.js';
import { orderSteps } from '../lint/graph.js';
import type { Step } from '../step.js';
import type { EdgeCounts } from './counts.js';
import { describeOutcome, describeStep } from './words.js';

/** A flow as boxes and arrows: what can be reached from its start. */
export interface FlowGraph {
  readonly name: string;
  readonly start: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly groups: readonly GraphGroup[];
}

export interface GraphNode {
  readonly id: string;
  /** Name of the step, without that of its sub-flow. */
  readonly title: string;
  readonly kind: Step['kind'];
  readonly role: Role;
  /** What it asks or does, in a few words; null when its name and kind say it. */
  readonly detail: string | null;
  readonly group: string | null;
}

/** What a step is to the customer: it only decides, lets them wait, or ends the flow. */
export type Role = 'decides' | 'waits' | 'ends';

/** All outcomes of a step that lead to the same next one. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly labels: readonly string[];
  /** How many took it; null when nothing was counted. */
  readonly count: number | null;
}

/** The steps of one call of a sub-flow. */
export interface GraphGroup {
  readonly id: string;
  readonly title: string;
  readonly parent: string | null;
}

/** The drawing's content. Pure; the order is that of the steps. */
export function graphOf(flow: Flow, counts?: EdgeCounts): FlowGraph {
  const { reached } = orderSteps(flow);
  const steps = [...flow.steps.values()].filter(({ id }) => reached.has(id));
  return {
    name: flow.name,
    start: flow.start,
    nodes: steps.map(toNode),
    edges: steps.flatMap((step) => edgesOf(step, counts)),
    groups: groupsOf(steps),
  };
}

const WAITS: ReadonlySet<Step['kind']> = new Set(['queue', 'choose', 'hold']);

function toNode(step: Step): GraphNode {
  const { id, scope, kind, exits } = step;
  return {
    id,
    title: id.slice(scope.length),
    kind,
    role: WAITS.has(kind) ? 'waits' : exits.size === 0 ? 'ends' : 'decides',
    detail: describeStep(step),
    group: scope === '' ? null : scope,
  };
}

function edgesOf(step: Step, counts: EdgeCounts | undefined): readonly GraphEdge[] {
  const labels = new Map<string, string[]>();
  for (const [outcome, { to }] of step.exits) {
    const label = describeOutcome(step, outcome);
    const known = labels.get(to) ?? [];
    labels.set(to, label === '' || known.includes(label) ? known : [...known, label]);
  }
  return [...labels].map(([to, list]) => ({
    from: step.id,
    to,
    labels: list,
    count: counts ? counts.of(step.id, to) : null,
  }));
}

function groupsOf(steps: readonly Step[]): readonly GraphGroup[] {
  const scopes = new Set<string>();
  for (const { scope } of steps) {
    for (let end = scope.indexOf('/'); end >= 0; end = scope.indexOf('/', end + 1)) {
      scopes.add(scope.slice(0, end + 1));
    }
  }
  return [...scopes].map((id) => {
    const names = id.slice(0, -1).split('/');
    const parent = names
      .slice(0, -1)
      .map((name) => `${name}/`)
      .join('');
    return { id, title: names.at(-1) ?? id, parent: parent === '' ? null : parent };
  });
}
