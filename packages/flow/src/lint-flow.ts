import type { Finding, FindingRule } from './finding.js';
import type { Flow, FlowTarget } from './flow.js';
import type { SourcePath } from './source.js';

/** What exists around a flow. What is not given is not checked. */
export interface FlowWorld {
  readonly queues?: readonly string[];
}

/** Looks for mistakes in a flow that loads (SPEC.md, section Lint). An empty list means that there is nothing to say. */
export function lintFlow(flow: Flow, world: FlowWorld = {}): readonly Finding[] {
  return [...flow.notes, ...missingDefault(flow), ...unreachable(flow), ...unknownQueues(flow, world)];
}

function missingDefault(flow: Flow): readonly Finding[] {
  if (flow.fallback.id !== 'defaultQueue') return [];
  const message =
    'the flow has no default of its own; escalations that it does not claim go to the default queue';
  return [finding(flow, 'warning', 'no-default', [], message)];
}

function unreachable(flow: Flow): readonly Finding[] {
  const findings: Finding[] = [];
  const report = (path: SourcePath, why: string): void => {
    findings.push(finding(flow, 'error', 'unreachable', path, `this never applies: ${why}`));
  };
  const seen = new Map<string, string>();
  let always: string | undefined;
  for (const [index, { id, condition }] of flow.logic.entries()) {
    const earlier = condition === null ? undefined : seen.get(condition.text);
    if (always !== undefined) report(['logic', index], `${always} always applies`);
    else if (earlier !== undefined) report(['logic', index], `${earlier} has the same condition`);
    if (condition === null) always ??= id;
    else if (earlier === undefined) seen.set(condition.text, id);
  }
  return findings;
}

function unknownQueues(flow: Flow, { queues }: FlowWorld): readonly Finding[] {
  if (queues === undefined) return [];
  const targets: [SourcePath, FlowTarget][] = flow.logic.map(({ target }, index) => [
    ['logic', index, 'target'],
    target,
  ]);
  if (!flow.logic.some(({ id }) => id === flow.fallback.id))
    targets.push([[flow.fallback.id], flow.fallback.target]);
  return targets
    .filter(([, target]) => !queues.includes(target.queue))
    .map(([path, { queue }]) =>
      finding(flow, 'error', 'unknown-queue', path, `there is no queue "${queue}"`),
    );
}

function finding(
  flow: Flow,
  severity: Finding['severity'],
  rule: FindingRule,
  path: SourcePath,
  message: string,
): Finding {
  return { severity, rule, message, ...flow.locate(path) };
}
