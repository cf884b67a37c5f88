import { formatDuration } from '../duration.js';
import { shorten } from '../engine/reasons.js';
import type { EndingStep, Step } from '../step.js';

/** Longest line in a drawing, in characters. */
const LINE = 44;

/** What a step asks or does, on one line; null when there is nothing to add to its name and kind. */
export function describeStep(step: Step): string | null {
  const parts = partsOf(step).filter((part) => part !== null && part !== '');
  return parts.length === 0 ? null : line(parts.join(' · '));
}

/** The label of an arrow; empty when there is only one way on. */
export function describeOutcome(step: Step, outcome: string): string {
  if (step.exits.size === 1 && step.kind !== 'queue') return '';
  switch (step.kind) {
    case 'decide':
      return line(step.branches.find((branch) => branch.outcome === outcome)?.condition.text ?? outcome);
    case 'switch':
      return line(step.cases.find((known) => known.outcome === outcome)?.values.join(', ') ?? outcome);
    case 'percent': {
      const share = step.shares.find((known) => known.outcome === outcome);
      return share ? `${share.percent} %` : outcome;
    }
    case 'queue':
      return outcome === 'limit' ? `after ${formatDuration(step.limitMs ?? 0)}` : choiceLabel(outcome);
    case 'choose':
      return outcome === 'limit' ? `after ${formatDuration(step.limitMs)}` : choiceLabel(outcome);
    case 'hold':
      return outcome === 'limit' ? `after ${formatDuration(step.target.limitMs)}` : outcome;
    default:
      return outcome;
  }
}

function choiceLabel(outcome: string): string {
  return line(outcome.replace(/^choice:/, 'chose '));
}

function partsOf(step: Step): readonly (string | null)[] {
  switch (step.kind) {
    case 'input':
      return step.facts;
    case 'set':
      return step.values.map(({ name }) => name);
    case 'switch':
      return [step.on.text];
    case 'schedule':
      return [step.schedule];
    case 'availability':
      return [step.queue, ...step.skills];
    case 'lookup':
      return [step.method, String(step.url[0] ?? '').replace(/^https:\/\//, '')];
    case 'continuity':
      return [`within ${formatDuration(step.recentMs)}`];
    case 'percent':
      return [`by ${step.by.text}`];
    case 'queue':
      return [step.queue, ...step.skills, step.priority === null ? null : `priority ${step.priority}`];
    case 'choose':
      return [step.text];
    case 'hold':
      return [step.target.release, `by ${step.target.owner}`];
    case 'callback':
      return [step.target.queue, `within ${formatDuration(step.target.withinMs)}`];
    case 'leaveMessage':
      return [endingOf(step.target)];
    case 'phone':
    case 'email':
    case 'link':
    case 'join':
    case 'end':
      return [endingOf(step.target)];
    case 'return':
      return [step.outcome];
    case 'decide':
    case 'call':
      return [];
  }
}

function endingOf(target: EndingStep['target']): string | null {
  switch (target.kind) {
    case 'message':
      return target.queue;
    case 'phone':
      return target.digits === undefined ? target.number : `${target.number} dial ${target.digits}`;
    case 'email':
      return target.address;
    case 'link':
      return target.url;
    case 'join':
      return 'the live conversation';
    case 'end':
      return target.text ?? null;
  }
}

function line(text: string): string {
  return shorten(text.replace(/\s+/g, ' ').trim(), LINE);
}
