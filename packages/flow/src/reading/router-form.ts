import type { Expression } from '../expression.js';
import { LIMITS } from '../limits.js';
import type { ParseFlowOptions } from '../parse-options.js';
import type { SourcePath } from '../source.js';
import type { Exit, Step, StepOf } from '../step.js';
import { defaultQueueStep, type FlowParts, NOTHING_HELD, plainQueueStep } from './flow-parts.js';
import type { JsonObject, Reading } from './reading.js';
import { RouterVariables } from './router-variables.js';

const PROPERTIES = ['$schema', 'name', 'version', 'description', 'input', 'set', 'setData', 'logic'];

/** Spellings of the flow's default, in order of precedence. */
const DEFAULT_PROPERTIES = ['default', 'defaultTarget', 'fallback'];

/** Spellings of "always" as a condition. */
const ALWAYS: ReadonlySet<unknown> = new Set(['default', 'else', 'true']);

/** Reads the router form (FLOW-2) and turns each item of `logic` into a step. */
export function readRouterForm(reading: Reading, root: JsonObject, options: ParseFlowOptions): FlowParts {
  reading.unknownProperties(Object.keys(root), [], [...PROPERTIES, ...DEFAULT_PROPERTIES], 'warning');
  const variables = new RouterVariables(reading, root);
  const items = parseLogic(reading, variables, root.logic);
  const fallback = parseFallback(reading, root, items, options.defaultQueue);
  const next = (index: number): string => items[index]?.id ?? fallback.id;
  const steps: Step[] = items.flatMap((item, index) => toSteps(item, next(index + 1)));
  if (!steps.some(({ id }) => id === fallback.id)) steps.push(fallback);
  const before = variables.toSteps(next(0));
  return {
    form: 'router',
    facts: variables.facts,
    variables: variables.computed,
    steps: new Map([...before, ...steps].map((step) => [step.id, step])),
    start: before[0]?.id ?? next(0),
    fallback: fallback.id,
    schedules: new Map(options.schedules ?? []),
    borrowed: null,
  };
}

interface Item {
  /** `logic[0]` */
  readonly id: string;
  readonly path: SourcePath;
  /** Null when the item applies always. */
  readonly condition: Expression | null;
  readonly target: { readonly queue: string; readonly priority?: number };
}

function parseLogic(reading: Reading, variables: RouterVariables, value: unknown): readonly Item[] {
  const items = reading.array(value, ['logic']);
  if (items.length > LIMITS.logicItems) {
    reading.fail(['logic'], 'too_large', `there are more than ${LIMITS.logicItems} items`);
  }
  return items.map((element, index) => {
    const path = ['logic', index];
    const item = reading.object(element, path, ['condition', 'target', 'description'], 'warning');
    return {
      id: `logic[${index}]`,
      path,
      condition: parseCondition(reading, variables, item.condition, [...path, 'condition']),
      target: parseTarget(reading, item.target, [...path, 'target']),
    };
  });
}

/** Null for a condition that always holds (FLOW-7). */
function parseCondition(
  reading: Reading,
  variables: RouterVariables,
  value: unknown,
  path: SourcePath,
): Expression | null {
  if (value === undefined || value === true) return null;
  const text = reading.text(value, path);
  if (ALWAYS.has(text.toLowerCase())) return null;
  return variables.compiler.compile(text, 'boolean', (code, message) => reading.fail(path, code, message));
}

function parseTarget(reading: Reading, value: unknown, path: SourcePath): Item['target'] {
  if (typeof value !== 'object' || value === null) return { queue: reading.text(value, path) };
  const { kind, queue, priority } = reading.object(value, path, ['kind', 'queue', 'priority'], 'warning');
  if (kind !== undefined && kind !== 'queue') {
    reading.fail([...path, 'kind'], 'invalid', 'a target is a queue; other ways need a flow with "steps"');
  }
  const target = { queue: reading.text(queue, [...path, 'queue']) };
  if (priority === undefined) return target;
  if (typeof priority !== 'number' || !Number.isSafeInteger(priority)) {
    return reading.fail([...path, 'priority'], 'invalid', 'a priority is a whole number');
  }
  return { ...target, priority };
}

function toSteps({ id, path, condition, target }: Item, next: string): readonly Step[] {
  const targetPath = [...path, 'target'];
  if (condition === null) {
    const reason = 'no condition before it was true, so the default applies';
    return [plainQueueStep(id, target, targetPath, { reason })];
  }
  const queue = plainQueueStep(`${id}.target`, target, targetPath, { silent: true });
  const exits = new Map<string, Exit>([
    ['true', { to: queue.id, path: targetPath }],
    ['otherwise', { to: next, path }],
  ]);
  const branch = { outcome: 'true', condition, path: [...path, 'condition'] };
  const decide: StepOf<'decide'> = { id, kind: 'decide', scope: '', path, exits, branches: [branch] };
  return [decide, queue];
}

function parseFallback(
  reading: Reading,
  root: JsonObject,
  items: readonly Item[],
  defaultQueue: string | undefined,
): { readonly id: string } & StepOf<'queue'> {
  const [used, ...others] = DEFAULT_PROPERTIES.filter((property) => root[property] !== undefined);
  for (const other of others) {
    reading.note('warning', [other], 'ignored-default', `"${used}" is given too and comes first`);
  }
  if (used !== undefined) {
    const target = parseTarget(reading, root[used], [used]);
    return plainQueueStep(used, target, [used], { reason: NOTHING_HELD });
  }
  const always = items.find((item) => item.condition === null);
  if (always) return plainQueueStep(always.id, always.target, [...always.path, 'target']);
  if (defaultQueue) return defaultQueueStep(defaultQueue);
  return reading.fail(
    [],
    'no_default',
    'the flow has no default: an escalation that no condition claims has no target',
  );
}
