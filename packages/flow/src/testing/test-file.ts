import { parseDuration } from '../duration.js';
import { FlowError } from '../flow-error.js';
import { type JsonObject, Reading } from '../reading/reading.js';
import type { SourcePath } from '../source.js';
import type { Script, ScriptedEvent } from './play.js';
import { answersOf, type Situation } from './situation.js';

/** A table of tests for one flow. */
export interface FlowTestFile {
  /** Path of the flow, as the file says it; null when it says none. */
  readonly flow: string | null;
  /** Paths of files of resources. */
  readonly with: readonly string[];
  readonly tests: readonly FlowTest[];
}

export interface FlowTest {
  readonly name: string;
  readonly script: Script;
  /** Properties that the target must have; others are not looked at. */
  readonly expect: JsonObject;
  /** Steps that must come in this order; others may come between them. Null when it does not matter. */
  readonly path: readonly string[] | null;
  readonly line: number | undefined;
}

const TEST_PROPERTIES = [
  'name',
  'at',
  'facts',
  'staffing',
  'conversation',
  'lookups',
  'events',
  'expect',
  'path',
];

/** Reads a table of tests (SPEC.md, section Tests). Throws `FlowError` that lists every mistake. */
export function parseFlowTests(source: string | object): FlowTestFile {
  const reading = new Reading(source);
  const root = reading.object(reading.source.value, [], ['flow', 'with', 'at', 'facts', 'staffing', 'tests']);
  const file = {
    flow: root.flow === undefined ? null : reading.text(root.flow, ['flow']),
    with: texts(reading, root.with ?? [], ['with']),
    tests: reading.array(root.tests, ['tests']).flatMap((item, index) => {
      return reading.attempt(() => readTest(reading, root, item, ['tests', index])) ?? [];
    }),
  };
  const notes = reading.notes.map(({ message, ...place }) => new FlowError('invalid', message, place));
  const [first, ...others] = [...reading.problems, ...notes];
  if (first) throw new FlowError(first.code, first.message, first.place, others);
  return file;
}

function readTest(reading: Reading, root: JsonObject, value: unknown, path: SourcePath): FlowTest {
  const test = reading.object(value, path, TEST_PROPERTIES);
  return {
    name: reading.text(test.name, [...path, 'name']),
    script: readScript(reading, root, test, path),
    expect: reading.object(test.expect, [...path, 'expect'], 'any'),
    path: test.path === undefined ? null : texts(reading, test.path, [...path, 'path']),
    line: reading.source.locate(path).line,
  };
}

function readScript(reading: Reading, root: JsonObject, test: JsonObject, path: SourcePath): Script {
  const situation = readSituation(reading, root, test, path);
  const events = reading.array(test.events ?? [], [...path, 'events']);
  return {
    at: situation.at,
    facts: situation.facts,
    answer: answersOf(situation),
    events: events.map((event, index) => readEvent(reading, event, [...path, 'events', index])),
  };
}

/** What the file says for all tests holds where a test does not say otherwise. */
function readSituation(reading: Reading, root: JsonObject, test: JsonObject, path: SourcePath): Situation {
  const object = (property: 'facts' | 'staffing' | 'lookups', from: JsonObject, at: SourcePath) =>
    from[property] === undefined ? {} : reading.object(from[property], [...at, property], 'any');
  return {
    facts: merge(object('facts', root, []), object('facts', test, path)),
    staffing: { ...object('staffing', root, []), ...object('staffing', test, path) },
    lookups: object('lookups', test, path),
    conversation: test.conversation ?? null,
    at: time(reading, test.at ?? root.at, test.at === undefined ? ['at'] : [...path, 'at']),
    fail: (at, message) => reading.fail([...path, ...at], 'invalid', message),
  };
}

function merge(base: JsonObject, over: JsonObject): JsonObject {
  const merged: Record<string, unknown> = { ...base };
  for (const [name, value] of Object.entries(over)) {
    const below = merged[name];
    merged[name] = isObject(below) && isObject(value) ? merge(below, value) : value;
  }
  return merged;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readEvent(reading: Reading, value: unknown, path: SourcePath): ScriptedEvent {
  if (value === 'agentFree') return { kind: 'agentFree' };
  const event = reading.object(value, path, ['after', 'choice', 'released']);
  if (event.choice !== undefined)
    return { kind: 'choice', choice: reading.text(event.choice, [...path, 'choice']) };
  if (event.released !== undefined) {
    return { kind: 'released', release: reading.text(event.released, [...path, 'released']) };
  }
  const ms = parseDuration(reading.text(event.after, [...path, 'after']));
  return ms === null
    ? reading.fail([...path, 'after'], 'invalid', 'a time looks like 90s or 2m')
    : { kind: 'after', ms };
}

function time(reading: Reading, value: unknown, path: SourcePath): Date {
  const at = new Date(reading.text(value, path));
  if (Number.isNaN(at.getTime()))
    reading.fail(path, 'invalid', 'a time looks like 2026-11-25T10:00:00+01:00');
  return at;
}

function texts(reading: Reading, value: unknown, path: SourcePath): readonly string[] {
  return reading.array(value, path).map((item, index) => reading.text(item, [...path, index]));
}

/** Reads one recorded escalation: what a test says about the world and the events, as JSON. Throws `FlowError`. */
export function parseRecording(source: string | object): Script {
  const reading = new Reading(source);
  const known = ['at', 'facts', 'staffing', 'conversation', 'lookups', 'events'];
  return readScript(reading, {}, reading.object(reading.source.value, [], known), []);
}
