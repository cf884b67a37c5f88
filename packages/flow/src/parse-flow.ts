import type { Expression } from './expression.js';
import type { Fallback, Flow, FlowTarget, LogicItem } from './flow.js';
import { LIMITS } from './limits.js';
import { type JsonObject, Reading } from './reading.js';
import type { SourcePath } from './source.js';
import { parseAssignments, parseInputs } from './variables.js';
import { contentVersion } from './version.js';

export interface ParseFlowOptions {
  /** Name of the flow in decisions; without it the source's own `name`, else `flow`. */
  readonly name?: string;
  /** Queue for escalations that no part of the flow claims. Required for a flow without a default of its own. */
  readonly defaultQueue?: string;
}

/**
 * Reads and compiles a flow, from JSON text or from an object of the same shape (SPEC.md).
 * Throws `FlowError` and nothing else, whatever the source.
 */
export function parseFlow(source: string | object, options: ParseFlowOptions = {}): Flow {
  const reading = new Reading(source);
  const root = reading.object(reading.source.value, [], [...PROPERTIES, ...DEFAULT_PROPERTIES]);
  const inputs = parseInputs(reading, root.input);
  const assignments = parseAssignments(reading, root);
  const logic = parseLogic(reading, root.logic);
  return {
    name: options.name ?? label(reading, root, 'name') ?? 'flow',
    version: label(reading, root, 'version') ?? contentVersion(root),
    inputs,
    assignments,
    logic,
    fallback: parseFallback(reading, root, logic, options.defaultQueue),
    notes: reading.notes,
    locate: (path) => reading.source.locate(path),
  };
}

const PROPERTIES = ['$schema', 'name', 'version', 'description', 'input', 'set', 'setData', 'logic'];

/** Spellings of the flow's default, in order of precedence. */
const DEFAULT_PROPERTIES = ['default', 'defaultTarget', 'fallback'];

/** Spellings of "always" as a condition. */
const ALWAYS: ReadonlySet<unknown> = new Set(['default', 'else', 'true']);

function label(reading: Reading, root: JsonObject, property: 'name' | 'version'): string | undefined {
  const value = root[property];
  if (value === undefined) return undefined;
  return reading.text(typeof value === 'number' ? String(value) : value, [property]);
}

function parseLogic(reading: Reading, value: unknown): readonly LogicItem[] {
  const items = reading.array(value, ['logic']);
  if (items.length > LIMITS.logicItems) {
    reading.fail(['logic'], 'too_large', `there are more than ${LIMITS.logicItems} items`);
  }
  return items.map((element, index) => {
    const path = ['logic', index];
    const item = reading.object(element, path, ['condition', 'target', 'description']);
    return {
      id: `logic[${index}]`,
      condition: parseCondition(reading, item.condition, [...path, 'condition']),
      target: parseTarget(reading, item.target, [...path, 'target']),
    };
  });
}

/** Null for a condition that always holds (FLOW-7). */
function parseCondition(reading: Reading, value: unknown, path: SourcePath): Expression | null {
  if (value === undefined || value === true) return null;
  const text = reading.text(value, path);
  if (ALWAYS.has(text.toLowerCase())) return null;
  return reading.compiler.compile(text, 'bool', (code, message) => reading.fail(path, code, message));
}

function parseTarget(reading: Reading, value: unknown, path: SourcePath): FlowTarget {
  if (typeof value !== 'object' || value === null) return { kind: 'queue', queue: reading.text(value, path) };
  const { kind, queue, priority } = reading.object(value, path, ['kind', 'queue', 'priority']);
  if (kind !== undefined && kind !== 'queue')
    reading.fail([...path, 'kind'], 'invalid', 'a target is a queue');
  const target: FlowTarget = { kind: 'queue', queue: reading.text(queue, [...path, 'queue']) };
  if (priority === undefined) return target;
  if (typeof priority !== 'number' || !Number.isSafeInteger(priority)) {
    return reading.fail([...path, 'priority'], 'invalid', 'a priority is a whole number');
  }
  return { ...target, priority };
}

function parseFallback(
  reading: Reading,
  root: JsonObject,
  logic: readonly LogicItem[],
  defaultQueue: string | undefined,
): Fallback {
  const [used, ...others] = DEFAULT_PROPERTIES.filter((property) => root[property] !== undefined);
  for (const other of others)
    reading.note([other], 'ignored-default', `"${used}" is given too and comes first`);
  if (used !== undefined) return { id: used, target: parseTarget(reading, root[used], [used]) };
  const always = logic.find((item) => item.condition === null);
  if (always !== undefined) return { id: always.id, target: always.target };
  if (defaultQueue) return { id: 'defaultQueue', target: { kind: 'queue', queue: defaultQueue } };
  return reading.fail(
    [],
    'no_default',
    'the flow has no default: an escalation that no condition claims has no target',
  );
}
