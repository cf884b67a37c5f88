import type { Flow } from './flow.js';
import { FlowError } from './flow-error.js';
import type { ParseFlowOptions } from './parse-options.js';
import { type JsonObject, Reading } from './reading/reading.js';
import { readRouterForm } from './reading/router-form.js';
import { readStepsForm } from './reading/steps-form.js';
import { contentVersion } from './version.js';

/**
 * Reads and compiles a flow, from YAML or JSON text or from an object of the same shape (SPEC.md).
 * Throws `FlowError` and nothing else, whatever the source; `all` of it lists every mistake.
 */
export function parseFlow(source: string | object, options: ParseFlowOptions = {}): Flow {
  const { flow, problems } = readFlow(source, options);
  const [first, ...others] = problems;
  if (first) throw new FlowError(first.code, first.message, first.place, others);
  return flow;
}

/**
 * Reads a flow as far as it can be read. One with problems is fit for nothing but looking for more.
 * Throws `FlowError` when nothing of it can be read.
 */
export function readFlow(
  source: string | object,
  options: ParseFlowOptions,
): { readonly flow: Flow; readonly problems: readonly FlowError[] } {
  const reading = new Reading(source);
  const root = reading.object(reading.source.value, [], 'any');
  const stepsForm =
    Object.hasOwn(root, 'steps') || (Object.hasOwn(root, 'flow') && !Object.hasOwn(root, 'logic'));
  const name = label(reading, root, stepsForm ? 'flow' : 'name');
  const version = label(reading, root, 'version');
  const { borrowed, ...parts } = stepsForm
    ? readStepsForm(reading, root, options)
    : readRouterForm(reading, root, options);
  const flow: Flow = {
    name: options.name ?? name ?? 'flow',
    version: version ?? contentVersion(borrowed === null ? root : { root, borrowed }),
    ...parts,
    notes: reading.notes,
    locate: (path) => reading.source.locate(path),
  };
  return { flow, problems: reading.problems };
}

function label(
  reading: Reading,
  root: JsonObject,
  property: 'name' | 'flow' | 'version',
): string | undefined {
  const value = root[property];
  if (value === undefined) return undefined;
  return reading.text(typeof value === 'number' ? String(value) : value, [property]);
}
