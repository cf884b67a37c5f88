import type { ParseFlowOptions } from '../parse-options.js';
import type { Exit, Step } from '../step.js';
import { ENDINGS } from '../steps/kinds.js';
import { suggestion } from '../suggestion.js';
import { defaultQueueStep } from './flow-parts.js';
import type { JsonObject, Reading } from './reading.js';

/**
 * Reads `default` (FLOW-8): the step for everything that no other step covers. Where the flow names none, a step for
 * the caller's default queue is added; null when there is neither.
 */
export function readDefault(
  reading: Reading,
  root: JsonObject,
  steps: JsonObject,
  { defaultQueue }: ParseFlowOptions,
  add: (step: Step) => void,
): Exit | null {
  if (root.default !== undefined)
    return reading.attempt(() => namedStep(reading, root.default, steps)) ?? null;
  if (defaultQueue) {
    const step = defaultQueueStep(defaultQueue);
    add(step);
    return { to: step.id, path: [] };
  }
  const message = '"default" is missing: it names the step for everything that no other step covers';
  reading.attempt(() => reading.fail([], 'no_default', message));
  return null;
}

function namedStep(reading: Reading, value: unknown, steps: JsonObject): Exit {
  const path = ['default'];
  const name = reading.text(value, path);
  if (!Object.hasOwn(steps, name)) {
    const message = `there is no step "${name}"${suggestion(name, Object.keys(steps))}`;
    reading.fail(path, 'unknown_step', message);
  }
  const { kind } = (steps[name] ?? {}) as { readonly kind?: unknown };
  if (kind !== 'queue' && !(typeof kind === 'string' && ENDINGS.has(kind))) {
    const message = `"${name}" cannot be the default: it takes a queue or a step that ends the flow`;
    reading.fail(path, 'invalid', message);
  }
  return { to: name, path };
}
