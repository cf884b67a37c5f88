import type { Question } from '../engine/effect.js';
import type { Answer } from '../engine/event.js';
import type { FlowFacts } from '../flow.js';
import { FlowError } from '../flow-error.js';
import { type JsonObject, Reading } from '../reading/reading.js';
import type { SourcePath } from '../source.js';
import { answersOf } from '../testing/situation.js';
import { type Distribution, readDistribution, readDuration } from './distribution.js';

/** Who comes, who serves, and how long it takes. */
export interface Load {
  readonly seed: number;
  readonly at: Date;
  /** Contacts of this first part are served and not counted. */
  readonly warmUpMs: number;
  readonly arrivals: readonly { readonly ms: number; readonly perHour: number }[];
  readonly mix: readonly Customers[];
  readonly staff: readonly Staff[];
  /** By queue. */
  readonly handling: ReadonlyMap<string, Distribution>;
  /** Null for customers who wait without end. */
  readonly patience: Distribution | null;
  /** By the name of the choice: who takes it when it is offered, and how soon. */
  readonly choices: ReadonlyMap<string, { readonly share: number; readonly after: Distribution }>;
  /** By the name of the release of a hold. */
  readonly releases: ReadonlyMap<string, Distribution>;
}

export interface Customers {
  /** Compared with those of the others. */
  readonly share: number;
  readonly facts: FlowFacts;
  /** Answers all but questions for availability. */
  readonly answer: (question: Question) => Answer | null;
}

export interface Staff {
  readonly agents: number;
  readonly queues: readonly string[];
  readonly skills: readonly string[];
  /** When they come and go, in milliseconds from the begin. */
  readonly fromMs: number;
  readonly untilMs: number;
}

const MOST_CONTACTS = 2_000_000;
const MOST_AGENTS = 10_000;
const PROPERTIES = [
  'seed',
  'at',
  'warmUp',
  'arrivals',
  'mix',
  'staff',
  'handling',
  'patience',
  'choices',
  'releases',
];

/** Reads a load (SPEC.md, section Simulation). Throws `FlowError`. */
export function parseLoad(source: string | object): Load {
  const reading = new Reading(source);
  const root = reading.object(reading.source.value, [], PROPERTIES);
  const at = new Date(reading.text(root.at, ['at']));
  if (Number.isNaN(at.getTime()))
    reading.fail(['at'], 'invalid', 'a time looks like 2026-11-25T10:00:00+01:00');
  const load: Load = {
    at,
    seed: number(reading, root.seed ?? 1, ['seed'], Number.MAX_SAFE_INTEGER),
    warmUpMs: root.warmUp === undefined ? 0 : readDuration(reading, root.warmUp, ['warmUp']),
    arrivals: list(reading, root, 'arrivals', ['for', 'perHour'], (item, path) => ({
      ms: readDuration(reading, item.for, [...path, 'for']),
      perHour: number(reading, item.perHour, [...path, 'perHour'], 1_000_000),
    })),
    mix: list(reading, root, 'mix', ['share', 'facts', 'lookups', 'conversation'], (item, path) =>
      readCustomers(reading, at, item, path),
    ),
    staff: list(reading, root, 'staff', ['agents', 'queues', 'skills', 'from', 'until'], (item, path) =>
      readStaff(reading, item, path),
    ),
    handling: map(reading, root, 'handling', (value, path) => readDistribution(reading, value, path)),
    patience: root.patience === undefined ? null : readDistribution(reading, root.patience, ['patience']),
    choices: map(reading, root, 'choices', (value, path) => {
      const choice = reading.object(value, path, ['share', 'after']);
      return {
        share: number(reading, choice.share, [...path, 'share'], 100) / 100,
        after: readDistribution(reading, choice.after ?? '0s', [...path, 'after']),
      };
    }),
    releases: map(reading, root, 'releases', (value, path) => readDistribution(reading, value, path)),
  };
  checkSize(reading, load);
  const [note] = reading.notes;
  if (note) throw new FlowError('invalid', note.message, note);
  return load;
}

function readCustomers(reading: Reading, at: Date, item: JsonObject, path: SourcePath): Customers {
  const object = (name: 'facts' | 'lookups') => reading.object(item[name] ?? {}, [...path, name], 'any');
  const facts = object('facts');
  const answer = answersOf({
    facts,
    staffing: {},
    lookups: object('lookups'),
    conversation: item.conversation ?? null,
    at,
    fail: (below, message) => reading.fail([...path, ...below], 'invalid', message),
  });
  return { share: number(reading, item.share ?? 1, [...path, 'share'], 1_000_000), facts, answer };
}

function readStaff(reading: Reading, item: JsonObject, path: SourcePath): Staff {
  const texts = (name: 'queues' | 'skills') =>
    reading
      .array(item[name] ?? [], [...path, name])
      .map((text, index) => reading.text(text, [...path, name, index]));
  return {
    agents: number(reading, item.agents, [...path, 'agents'], MOST_AGENTS),
    queues: texts('queues'),
    skills: texts('skills'),
    fromMs: item.from === undefined ? 0 : readDuration(reading, item.from, [...path, 'from']),
    untilMs:
      item.until === undefined
        ? Number.POSITIVE_INFINITY
        : readDuration(reading, item.until, [...path, 'until']),
  };
}

function checkSize(reading: Reading, { arrivals, mix, staff }: Load): void {
  const contacts = arrivals.reduce((sum, { ms, perHour }) => sum + (ms / 3_600_000) * perHour, 0);
  const agents = staff.reduce((sum, group) => sum + group.agents, 0);
  if (contacts > MOST_CONTACTS)
    reading.fail(['arrivals'], 'too_large', `these are more than ${MOST_CONTACTS} contacts`);
  if (agents > MOST_AGENTS) reading.fail(['staff'], 'too_large', `these are more than ${MOST_AGENTS} agents`);
  if (arrivals.length === 0) reading.fail(['arrivals'], 'invalid', 'at least one {for, perHour} is needed');
  if (!mix.some(({ share }) => share > 0))
    reading.fail(['mix'], 'invalid', 'at least one {share, facts} is needed');
}

function number(reading: Reading, value: unknown, path: SourcePath, most: number): number {
  if (typeof value === 'number' && value >= 0 && value <= most) return value;
  return reading.fail(path, 'invalid', `a number from 0 to ${most} is needed here`);
}

function list<T>(
  reading: Reading,
  root: JsonObject,
  name: string,
  known: readonly string[],
  read: (item: JsonObject, path: SourcePath) => T,
): readonly T[] {
  return reading.array(root[name] ?? [], [name]).map((value, index) => {
    const path = [name, index];
    return read(reading.object(value, path, known), path);
  });
}

function map<T>(
  reading: Reading,
  root: JsonObject,
  name: string,
  read: (value: unknown, path: SourcePath) => T,
): ReadonlyMap<string, T> {
  const entries = Object.entries(reading.object(root[name] ?? {}, [name], 'any'));
  return new Map(entries.map(([key, value]) => [key, read(value, [name, key])]));
}
