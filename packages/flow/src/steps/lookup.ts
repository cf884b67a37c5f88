import type { Run } from '../engine/run.js';
import type { Expression } from '../expression.js';
import { readFact } from '../fact.js';
import { parseDeclarations } from '../reading/facts.js';
import type { Fields } from '../reading/fields.js';
import type { StepOf } from '../step.js';
import { readAssignments } from './assignments.js';
import { answerIn } from './gathering.js';
import type { StepKind } from './kind.js';

type LookupStep = StepOf<'lookup'>;

const MAX_TIME_LIMIT_MS = 10_000;
const DEFAULT_TIME_LIMIT_MS = 2_000;

export const lookup: StepKind<LookupStep> = {
  declare(fields) {
    for (const { name, type } of parseDeclarations(
      fields.reading,
      fields.raw('results'),
      fields.at('results'),
    )) {
      fields.reading.attempt(() => fields.scope.declare(name, type, fields.at('results', name)));
    }
  },
  read(fields) {
    const method = fields.optionalText('method') ?? 'GET';
    if (method !== 'GET' && method !== 'POST') fields.problem('method', '"method" is GET or POST');
    const own: Omit<LookupStep, 'id' | 'scope' | 'path' | 'exits' | 'kind'> = {
      method: method === 'POST' ? 'POST' : 'GET',
      url: readUrl(fields),
      body: readAssignments(fields, 'body'),
      timeLimitMs: fields.duration('timeLimit', MAX_TIME_LIMIT_MS) ?? DEFAULT_TIME_LIMIT_MS,
      retries: fields.whole('retries', 0, 3) ?? 0,
      results: parseDeclarations(fields.reading, fields.raw('results'), fields.at('results')),
    };
    if (own.body.length > 0 && method !== 'POST') fields.problem('body', 'only a POST has a body');
    fields.exit('then', 'found');
    fields.optionalExit('failed', 'found');
    return own;
  },
  enter(step, run) {
    const url = fillIn(step, run);
    if (url === null) {
      takeResults(step, run, null);
      run.say(`${step.id} was not looked up: a part of the address is not known`);
      return 'failed';
    }
    const values = run.context(step.scope);
    const body =
      step.method === 'GET'
        ? null
        : Object.fromEntries(step.body.map((part) => [part.name, run.assign(step, part, values)]));
    const { method, retries, timeLimitMs } = step;
    return run.gather(step, { kind: 'lookup', step: step.id, method, url, body, retries }, timeLimitMs);
  },
  resume(step, event, run, waiting) {
    const answer = answerIn(event, waiting, 'lookup');
    if (answer === undefined) return null;
    takeResults(step, run, answer?.body);
    run.say(`${step.id} was ${answer ? 'looked up' : 'not available'}`);
    return answer ? 'found' : 'failed';
  },
};

/** Host and scheme, which no value can change. */
const ORIGIN = /^https:\/\/[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?(?=[/?]|$)/;

/** Splits `https://crm.example/customers/{customerId}` at its placeholders. */
function readUrl(fields: Fields): readonly (string | Expression)[] {
  const text = fields.text('url');
  if (text === '') return [];
  if (!ORIGIN.test(text)) {
    fields.problem(
      'url',
      '"url" begins with https:// and a fixed host; values can stand in path and query only',
    );
    return [];
  }
  const { reading, scope } = fields;
  return text.split(/(\{[^}]*\})/).flatMap((part): (string | Expression)[] => {
    if (!part.startsWith('{')) return part === '' ? [] : [part];
    const value = reading.attempt(() => scope.compile(part.slice(1, -1), 'any', fields.at('url')));
    return value ? [value] : [];
  });
}

/** Null when a value is missing, or would lead to another path. */
function fillIn(step: LookupStep, run: Run): string | null {
  let url = '';
  for (const part of step.url) {
    if (typeof part === 'string') {
      url += part;
      continue;
    }
    const value = encode(run.evaluate(step, part));
    if (value === null) return null;
    url += value;
  }
  return url;
}

function encode(value: unknown): string | null {
  const text =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
  if (text === '' || text === '.' || text === '..') return null;
  try {
    return encodeURIComponent(text);
  } catch {
    // Half a surrogate pair.
    return null;
  }
}

/** Reads the declared results out of the response; what is missing or not of its type gets its default. */
function takeResults(step: LookupStep, run: Run, body: unknown): void {
  for (const result of step.results) run.set(step.scope, result.name, readFact(body, result));
}
