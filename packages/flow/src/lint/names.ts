import type { Finding } from '../finding.js';
import type { Flow } from '../flow.js';
import type { SourcePath } from '../source.js';
import type { Step } from '../step.js';
import { suggestion } from '../suggestion.js';
import { finding } from './report.js';
import type { FlowWorld } from './world.js';

/** Queues, skills and hosts that do not exist, as far as it was told what does. */
export function lintNames(flow: Flow, { queues, skills, hosts }: FlowWorld): readonly Finding[] {
  const findings: Finding[] = [];
  for (const step of flow.steps.values()) {
    const at = (...parts: SourcePath) => (flow.form === 'router' ? step.path : [...step.path, ...parts]);
    const queue = queueOf(step);
    if (queues && queue && !queues.includes(queue)) {
      const message = `there is no queue "${queue}"${suggestion(queue, queues)}`;
      findings.push(finding(flow, 'error', 'unknown-queue', at('queue'), message));
    }
    for (const { skill, path } of skills ? skillsOf(step) : []) {
      if (skills?.includes(skill)) continue;
      const message = `there is no skill "${skill}"${suggestion(skill, skills ?? [])}`;
      findings.push(finding(flow, 'error', 'unknown-skill', at(...path), message));
    }
    const host = step.kind === 'lookup' ? hostOf(step.url[0]) : '';
    if (hosts && host !== '' && !hosts.includes(host)) {
      const message = `"${host}" is not among the hosts that may be asked${suggestion(host, hosts)}`;
      findings.push(finding(flow, 'error', 'unknown-host', at('url'), message));
    }
  }
  return findings;
}

/** The queue that a step names; null when it names none. */
function queueOf(step: Step): string | null {
  if (step.kind === 'queue' || step.kind === 'availability') return step.queue;
  if (step.kind === 'callback') return step.target.queue;
  return 'target' in step && step.target.kind === 'message' ? step.target.queue : null;
}

function skillsOf(step: Step): readonly { readonly skill: string; readonly path: SourcePath }[] {
  if (step.kind !== 'queue' && step.kind !== 'availability') return [];
  const own = step.skills.map((skill, index) => ({ skill, path: ['skills', index] }));
  if (step.kind === 'availability') return own;
  const relaxed = step.relax.flatMap((stage, at) =>
    stage.skills.map((skill, index) => ({ skill, path: ['relax', at, 'skills', index] })),
  );
  return [...own, ...relaxed];
}

function hostOf(start: unknown): string {
  return typeof start === 'string' ? start.replace(/^https:\/\//, '').replace(/[/?].*$/s, '') : '';
}
