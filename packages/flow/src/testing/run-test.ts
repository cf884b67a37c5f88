import type { Flow } from '../flow.js';
import type { Played } from './play.js';
import { playFlow } from './play.js';
import type { FlowTest } from './test-file.js';

export interface FlowTestResult {
  readonly test: FlowTest;
  readonly played: Played;
  /** Empty when the test passed. */
  readonly failures: readonly string[];
}

/** Plays one test of a table and compares. */
export function runFlowTest(flow: Flow, test: FlowTest): FlowTestResult {
  const played = playFlow(flow, test.script);
  const failures = [
    ...(isWithin(test.expect, played.target)
      ? []
      : [`expected ${JSON.stringify(test.expect)}, got ${JSON.stringify(played.target)}`]),
    ...(test.path === null || isInOrder(test.path, played.path)
      ? []
      : [`expected the path ${test.path.join(' → ')}`]),
    ...played.ignored.map((kind) => `the event ${kind} meant nothing when it came`),
  ];
  return { test, played, failures };
}

/** Whether every property that is expected is there. */
function isWithin(expected: unknown, actual: unknown): boolean {
  if (typeof expected !== 'object' || expected === null) return Object.is(expected, actual);
  if (typeof actual !== 'object' || actual === null) return false;
  if (Array.isArray(expected) && (!Array.isArray(actual) || actual.length !== expected.length)) return false;
  return Object.entries(expected).every(
    ([name, value]) =>
      Object.hasOwn(actual, name) && isWithin(value, (actual as Record<string, unknown>)[name]),
  );
}

function isInOrder(expected: readonly string[], path: readonly string[]): boolean {
  let at = 0;
  for (const step of path) if (step === expected[at]) at += 1;
  return at === expected.length;
}
