import type { Finding } from '../finding.js';
import type { Flow } from '../flow.js';
import { FlowError } from '../flow-error.js';
import { readFlow } from '../parse-flow.js';
import type { ParseFlowOptions } from '../parse-options.js';
import { lintConditions } from './conditions.js';
import { orderSteps } from './graph.js';
import { lintNames } from './names.js';
import { finding } from './report.js';
import { lintShape } from './shape.js';
import { lintUse } from './use.js';
import type { FlowWorld } from './world.js';

/** Looks for mistakes in a flow that loads (SPEC.md, section Lint). An empty list means that there is nothing to say. */
export function lintFlow(flow: Flow, world: FlowWorld = {}): readonly Finding[] {
  const order = orderSteps(flow);
  const findings = [
    ...flow.notes,
    ...missingDefault(flow),
    ...lintShape(flow, order),
    ...(order.back.length === 0 ? lintConditions(flow, order) : []),
    ...lintNames(flow, world),
    ...lintUse(flow),
  ];
  // A sub-flow is looked at once for each call of it.
  const seen = new Set<string>();
  return findings.filter(({ path, rule, message }) => {
    const key = `${path}\n${rule}\n${message}`;
    return !seen.has(key) && seen.add(key);
  });
}

/**
 * All that is wrong with a source: what keeps it from loading, as errors, and what `lintFlow` finds in the rest.
 * Sorted by place; never throws.
 */
export function lintSource(
  source: string | object,
  options: ParseFlowOptions = {},
  world: FlowWorld = {},
): readonly Finding[] {
  try {
    const { flow, problems } = readFlow(source, options);
    const findings = [...problems.map(toFinding), ...lintFlow(flow, world)];
    return findings.sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.col ?? 0) - (b.col ?? 0));
  } catch (error) {
    if (error instanceof FlowError) return error.all.map(toFinding);
    throw error;
  }
}

function toFinding({ code, message, place }: FlowError): Finding {
  return { severity: 'error', rule: code, message, ...place };
}

function missingDefault(flow: Flow): readonly Finding[] {
  if (flow.fallback !== 'defaultQueue') return [];
  const message =
    'the flow has no default of its own; escalations that it does not claim go to the default queue';
  return [finding(flow, 'warning', 'no-default', [], message)];
}
