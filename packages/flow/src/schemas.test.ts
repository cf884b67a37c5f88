import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { sourceOf } from '../test-support/flows.js';
import { lintSource } from './lint/lint-flow.js';
import { parseFlow } from './parse-flow.js';
import { parseResources } from './resources.js';
import { ENDINGS, KINDS } from './steps/kinds.js';

const ajv = new Ajv({ strict: true, strictTypes: false, strictRequired: false, allErrors: true });
const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const flowSchema = JSON.parse(read('../flow.schema.json')) as {
  $defs: { anyStep: { properties: { kind: { enum: string[] } } } };
};
const isFlow = ajv.compile(flowSchema);
const isResources = ajv.compile(JSON.parse(read('../resources.schema.json')) as object);

const examples = readdirSync(new URL('../examples', import.meta.url)).filter(
  (name) => !/\.(test|load)\./.test(name),
);

describe('schemas for editors', () => {
  it.each(examples)('[FLOW-62] takes the example %s', (name) => {
    const text = read(`../examples/${name}`);
    const check = name === 'contact-center.yaml' ? isResources : isFlow;
    expect(check(parse(text)), JSON.stringify(check.errors)).toBe(true);
  });

  it('[FLOW-62] knows all kinds of steps', () => {
    expect([...flowSchema.$defs.anyStep.properties.kind.enum].sort()).toEqual(Object.keys(KINDS).sort());
    for (const kind of ENDINGS) expect(KINDS).toHaveProperty(kind);
  });

  it.each([
    ['a kind that does not exist', 'first: { kind: quue, queue: q, limit: 1m, then: a }'],
    ['a queue without limit', 'first: { kind: queue, queue: q, then: a }'],
    ['a limit that is no time', 'first: { kind: queue, queue: q, limit: soon, then: a }'],
    ['a property that means nothing', 'first: { kind: queue, queue: q, limit: 1m, then: a, prio: 5 }'],
    ['a step without what follows', 'first: { kind: input, facts: [tier], then: a }'],
    ['a phone number that is none', 'first: { kind: phone, number: "0800 CALL" }'],
    ['a link that runs code', 'first: { kind: link, url: "javascript:alert(1)" }'],
    ['a link to nobody knows where', 'first: { kind: link, url: "//elsewhere.example" }'],
    [
      'a percentage above 100',
      'first: { kind: percent, by: id, shares: [{ percent: 101, then: a }], otherwise: b }',
    ],
    ['no choice at all', 'first: { kind: choose, choices: {}, limit: 1m, then: a }'],
  ])('[FLOW-62] refuses %s, as the reader does', (_what, steps) => {
    const source = sourceOf(steps);
    expect(isFlow(parse(source))).toBe(false);
    expect(lintSource(source).some(({ severity }) => severity === 'error')).toBe(true);
  });

  it('[FLOW-62] takes what the reader takes', () => {
    const steps = `first: { kind: switch, on: tier, cases: [{ is: [GOLD, 5], then: a }], otherwise: q }
q: { kind: queue, queue: q, limit: 1m 30s, skills: s, then: a, choices: { b: { then: b, label: B } } }`;
    const more =
      'schedules: { s: { timeZone: UTC, hours: { "mon, wed-fri": [08:00-12:00] }, holidays: [FREQ=YEARLY;BYMONTH=11;BYDAY=4TH] } }';
    expect(() => parseFlow(sourceOf(steps, more))).not.toThrow();
    expect(isFlow(parse(sourceOf(steps, more))), JSON.stringify(isFlow.errors)).toBe(true);
  });
});

describe('resources', () => {
  it('[FLOW-46] are read from files of their own', () => {
    const { queues, skills, hosts, schedules } = parseResources(read('../examples/contact-center.yaml'));
    expect(queues).toEqual(['Premium_Queue_Router', 'Standard_Queue_Router', 'Loans', 'Fraud']);
    expect(skills).toContain('german');
    expect(hosts).toEqual(['crm.bank.example']);
    expect([...schedules.keys()]).toEqual(['service']);
  });

  it('[FLOW-46] [FLOW-16] share sub-flows and schedules, which are part of the version', () => {
    const shared = (outcome: string, hours: string) => `
schedules: { service: { timeZone: UTC, hours: { daily: ${hours} } } }
flows: { rank: { start: s, steps: { s: { kind: decide, when: [{ if: vip, then: r }], otherwise: other }, r: { kind: return }, other: { kind: return, outcome: ${outcome} } } } }`;
    const steps = `first: { kind: call, flow: rank, then: { done: hours, low: b } }
hours: { kind: schedule, schedule: service, open: a, closed: b }`;
    const one = parseFlow(sourceOf(steps), parseResources(shared('low', '08:00-20:00')));
    expect([...one.steps.keys()]).toContain('first/s');
    const same = parseFlow(sourceOf(steps), parseResources(shared('low', '08:00-20:00')));
    const other = parseFlow(sourceOf(steps), parseResources(shared('low', '08:00-19:00')));
    expect(same.version).toBe(one.version);
    expect(other.version).not.toBe(one.version);
    const findings = lintSource(sourceOf(steps), parseResources(shared('lo', '08:00-20:00')));
    expect(findings).toContainEqual(
      expect.objectContaining({ rule: 'unknown_step', path: 'flows.rank.steps.other.outcome' }),
    );
  });

  it.each([
    ['queus: [a]', 'queus', 'queues'],
    ['queues: { a: { skills: [frensh] } }\nskills: [french]', 'queues.a.skills[0]', 'french'],
    ['queues: { a: { skils: [] } }', 'queues.a.skils', 'skills'],
    ['schedules: { s: { timeZone: UTC, hour: {} } }', 'schedules.s.hours', ''],
  ])('[FLOW-46] refuses %s', (source, path, meant) => {
    const found: { path: string; message: string }[] = [];
    try {
      parseResources(source);
    } catch (error) {
      found.push(...(error as { all: { path: string; message: string }[] }).all);
    }
    expect(found.find((error) => error.path === path)?.message).toContain(meant);
  });
});
