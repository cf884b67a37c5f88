import { FlowError } from './flow-error.js';
import { type JsonObject, Reading } from './reading/reading.js';
import { parseSchedules } from './schedule/parse-schedule.js';
import type { Schedule } from './schedule/schedule.js';
import type { SourcePath } from './source.js';
import { suggestion } from './suggestion.js';

/** What exists around flows: queues, skills, hosts, schedules and shared sub-flows. A kind that no file names is not checked. */
export interface Resources {
  readonly queues?: readonly string[];
  readonly skills?: readonly string[];
  /** Hosts that lookups may ask. */
  readonly hosts?: readonly string[];
  readonly schedules: ReadonlyMap<string, Schedule>;
  /** Sub-flows that flows can call besides their own, as written. They are checked where they are called. */
  readonly flows: JsonObject;
}

const PROPERTIES = ['$schema', 'description', 'queues', 'skills', 'hosts', 'schedules', 'flows'];

/** Reads a file of resources (SPEC.md, section Resources). Throws `FlowError` that lists every mistake. */
export function parseResources(source: string | object): Resources {
  const reading = new Reading(source);
  const root = reading.object(reading.source.value, [], 'any');
  for (const property of Object.keys(root)) {
    if (PROPERTIES.includes(property)) continue;
    const message = `"${property}" means nothing here${suggestion(property, PROPERTIES)}`;
    reading.attempt(() => reading.fail([property], 'invalid', message));
  }
  const skills = names(reading, root.skills, ['skills']);
  const queues = names(reading, root.queues, ['queues']);
  const hosts = names(reading, root.hosts, ['hosts']);
  const schedules = parseSchedules(reading, root.schedules, ['schedules']);
  const flows = reading.attempt(() => reading.object(root.flows ?? {}, ['flows'], 'any')) ?? {};
  checkQueues(reading, root.queues, skills);
  const [first, ...others] = [
    ...reading.problems,
    ...reading.notes.map(({ message, ...place }) => new FlowError('invalid', message, place)),
  ];
  if (first) throw new FlowError(first.code, first.message, first.place, others);
  return {
    ...(queues ? { queues } : {}),
    ...(skills ? { skills } : {}),
    ...(hosts ? { hosts } : {}),
    schedules,
    flows,
  };
}

/** What several files name together. */
export function mergeResources(files: readonly Resources[]): Resources {
  const merged = (kind: 'queues' | 'skills' | 'hosts') => {
    const lists = files.flatMap((file) => (file[kind] ? [file[kind]] : []));
    return lists.length === 0 ? {} : { [kind]: [...new Set(lists.flat())] };
  };
  return {
    ...merged('queues'),
    ...merged('skills'),
    ...merged('hosts'),
    schedules: new Map(files.flatMap(({ schedules }) => [...schedules])),
    flows: Object.fromEntries(files.flatMap(({ flows }) => Object.entries(flows))),
  };
}

/** A list of names, or an object whose properties are the names. */
function names(reading: Reading, value: unknown, path: SourcePath): readonly string[] | undefined {
  if (value === undefined) return undefined;
  return reading.attempt(() => {
    if (!Array.isArray(value)) return Object.keys(reading.object(value, path, 'any'));
    return value.map((item: unknown, index) => reading.text(item, [...path, index]));
  });
}

/** Skills that a queue names are skills that exist. */
function checkQueues(reading: Reading, queues: unknown, skills: readonly string[] | undefined): void {
  if (typeof queues !== 'object' || queues === null || Array.isArray(queues)) return;
  for (const [name, value] of Object.entries(queues as JsonObject)) {
    if (value === null) continue;
    const path = ['queues', name];
    reading.attempt(() => {
      const queue = reading.object(value, path, ['description', 'skills']);
      for (const [index, skill] of reading.array(queue.skills ?? [], [...path, 'skills']).entries()) {
        const at = [...path, 'skills', index];
        const text = reading.text(skill, at);
        if (!skills || skills.includes(text)) continue;
        reading.fail(at, 'invalid', `there is no skill "${text}"${suggestion(text, skills)}`);
      }
    });
  }
}
