import type { Random } from './random.js';

const HEAD = `flow: random
facts:
  tier: { from: user.tier, values: [GOLD, SILVER], default: SILVER }
  age: { from: user.age, type: number }
  vip: { from: user.vip, type: boolean }
  tags: { from: user.tags, type: list }
  id: user.id
schedules:
  office:
    timeZone: America/New_York
    hours: { mon-fri: 09:00-17:00, fri: 22:00-02:00 }
    holidays: [12-25]
flows:
  sub:
    parameters: { p: { type: number, default: 3 } }
    start: which
    steps:
      which: { kind: decide, when: [{ if: p > 4, then: back }], otherwise: wait }
      wait: { kind: queue, queue: q, limit: 10s, then: back }
      back: { kind: return }
start: s0
`;

const CONDITIONS = [
  "tier == 'GOLD'",
  'age > 5',
  'age == null',
  'vip',
  '!vip',
  "'a' in tags",
  'size(tags) > 1',
  "id == 'x'",
  "regex(tier, '^G')",
  'x == 1',
  'x == null',
  'y == true',
  "id.startsWith('a')",
  'age / 0 > 1',
  'int(id) > 1',
];
const VALUES = ['1', 'age', 'age + 1', 'age * 1e300 * 1e300'];
const TIMES = ['1s', '30s', '2m', '1h'];

/** A flow that loads, of random steps that lead on, and now and then back in a circle. */
export function randomFlow(random: Random): string {
  const names = Array.from({ length: 2 + random.below(10) }, (_, index) => `s${index}`);
  const steps = names.map((name, index) => {
    const next = () =>
      random.pick([...names.slice(random.chance(0.01) ? 0 : index + 1), 'last', 'lastQueue']);
    return `  ${name}: { ${randomStep(random, next)} }\n`;
  });
  return `${HEAD}default: ${random.pick(['last', 'lastQueue'])}
steps:
${steps.join('')}  more: { kind: set, values: { x: 1, y: vip }, then: last }
  last: { kind: leaveMessage, queue: q }
  lastQueue: { kind: queue, queue: q, limit: 1m, then: last }
`;
}

function randomStep(random: Random, next: () => string): string {
  const time = () => random.pick(TIMES);
  const branch = () => `{ if: ${JSON.stringify(randomCondition(random))}, then: ${next()} }`;
  return random.pick([
    () => `kind: input, facts: [${random.pick(['age', 'tier', 'id'])}], then: ${next()}, missing: ${next()}`,
    () => `kind: set, values: { x: ${random.pick(VALUES)}, z: ${random.pick(VALUES)} }, then: ${next()}`,
    () => `kind: decide, when: [${[branch(), ...random.some(3, branch)].join(', ')}], otherwise: ${next()}`,
    () => `kind: decide, when: [${branch()}]`,
    () =>
      `kind: switch, on: ${random.pick(['tier', 'age', 'vip', 'id', 'x'])}, cases: { GOLD: ${next()}, 5: ${next()} }`,
    () => `kind: schedule, schedule: office, open: ${next()}, closed: ${next()}`,
    () => `kind: availability, queue: q, as: q, maxWait: ${time()}, available: ${next()}, nobody: ${next()}`,
    () => `kind: continuity, agent: agent, live: ${next()}, recent: ${next()}, none: ${next()}`,
    () =>
      `kind: lookup, url: "https://crm.example/{id}?a={age}", results: { score: { type: number, default: 1 } }, then: ${next()}`,
    () => `kind: percent, by: id, shares: [{ percent: 30, then: ${next()} }], otherwise: ${next()}`,
    () =>
      `kind: queue, queue: q, relax: [{ after: 500ms, skills: [a] }], limit: ${time()}, choices: { call: ${next()} }, then: ${next()}`,
    () => `kind: choose, choices: { call: ${next()} }, limit: ${time()}, then: ${next()}`,
    () => `kind: hold, owner: o, release: r, limit: ${time()}, released: ${next()}, then: ${next()}`,
    () => `kind: call, flow: sub, with: { p: ${random.pick(['age', 'vip', '9'])} }, then: ${next()}`,
    () => 'kind: callback, queue: q, schedule: office, within: 1h',
    () => 'kind: phone, number: "+49 30 1234567"',
  ])();
}

function randomCondition(random: Random): string {
  return random
    .some(2, () => random.pick(CONDITIONS))
    .reduce((text, next) => `(${text}) ${random.pick(['&&', '||'])} (${next})`, random.pick(CONDITIONS));
}

/** Facts of any shape, most of them nearly right. */
export function randomFacts(random: Random): Record<string, unknown> {
  const user = random.pick<() => unknown>([
    () => ({
      tier: value(random),
      age: value(random),
      vip: value(random),
      tags: value(random),
      id: value(random),
    }),
    () => ({
      tier: 'GOLD',
      age: random.below(10),
      vip: random.chance(0.5),
      tags: ['a', 'b'],
      id: `c-${random.below(100)}`,
    }),
    () => value(random),
  ])();
  return { user };
}

function value(random: Random): unknown {
  return random.pick<unknown>([
    undefined,
    null,
    true,
    false,
    0,
    -1,
    5,
    5.5,
    1e308,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    '',
    'GOLD',
    'x',
    '5',
    'a\u0000b',
    '\ud800',
    'é'.repeat(20),
    'a'.repeat(11_000),
    [],
    ['a'],
    ['a', 1],
    Array(1_001).fill('a'),
    {},
    { a: { b: 1 } },
    new Date(0),
    () => 1,
    Symbol('s'),
    10n,
    Object.create(null),
    new Map(),
    '__proto__',
    '..',
    '%2e%2e',
  ]);
}
