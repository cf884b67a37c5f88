import { describe, expect, it } from 'vitest';
import { lintSource } from './lint-flow.js';

const WORLD = { queues: ['sales', 'support'], skills: ['loans', 'french'], hosts: ['crm.example'] };

/** Each mistake stands on a line that ends with `# ✗` and the rule that finds it. */
const PLANTED = `flow: planted
facts:
  tier: { from: user.tier, values: [PREMIUM, STANDARD], default: STANDARD }
  age: { from: user.age, type: number }
  vip: { from: user.vip, type: boolean }
  color: { from: user.color, type: text } # ✗ invalid
  never: user.never # ✗ unused
schedules:
  support: { timeZone: Europe/Berlin, hours: { mon-fri: 08:00-20:00 } }
  night: { timeZone: Europe/Berlinn, hours: { daily: 20:00-08:00 } } # ✗ invalid
start: first
default: message
steps:
  first:
    kind: decide
    when:
      - { if: tier == 'PREMUM', then: hours } # ✗ never-true
      - { if: tier == 5, then: hours } # ✗ invalid_expression
      - { if: teir == 'PREMIUM', then: hours } # ✗ unknown_variable
      - { if: color.matches('^(a+)+$'), then: hours } # ✗ invalid_expression
      - { if: age > 5, then: hours }
      - { if: age > 10 && vip, then: hours } # ✗ shadowed
      - { if: age < 3 && age > 4, then: hours } # ✗ never-true
    otherwise: huors # ✗ unknown_step
  hours: { kind: schedule, schedule: suport, open: staffed, closed: message } # ✗ unknown_schedule
  staffed: { kind: availability, queue: sale, skills: [loans], available: sales, nobody: again } # ✗ unknown-queue
  sales:
    kind: queue
    queue: sales
    skills: [frensh] # ✗ unknown-skill
    limit: 2m
    then: score
  score:
    kind: lookup
    url: https://crm.exmaple/customers # ✗ unknown-host
    then: second
  second: # ✗ missing-default
    kind: switch
    on: tier
    cases:
      PREMIUM: support
      GOLD: support # ✗ never-true
  support: # ✗ invalid
    kind: queue
    queue: support
    then: message
  again: { kind: set, values: { n: age }, then: back }
  back: { kind: set, values: { n: age }, then: message, els: message } # ✗ unknown-property
  lost: { kind: set, values: { n: age }, then: message } # ✗ unreachable
  message: { kind: leaveMessage, queue: support }
`;

const CIRCLES = `flow: circles
start: first
default: end
steps:
  first: { kind: queue, queue: sales, limit: 1m, then: second, choices: { stop: third } }
  second: { kind: queue, queue: support, limit: 1m, then: first } # ✗ no-way-out
  third: { kind: set, values: { n: 1 }, then: fourth }
  fourth: { kind: set, values: { n: 2 }, then: third } # ✗ cycle
  end: { kind: end }
`;

function planted(source: string): readonly string[] {
  return source.split('\n').flatMap((line, index) => {
    const rule = /# ✗ (\S+)$/.exec(line)?.[1];
    return rule === undefined ? [] : [`${index + 1} ${rule}`];
  });
}

/** The line that a step begins on stands for the mistake of the whole step. */
function found(source: string): readonly string[] {
  return lintSource(source, {}, WORLD).map(({ line, rule }) => `${line} ${rule}`);
}

describe('planted mistakes', () => {
  it('[FLOW-17] [FLOW-60] are all found, each at its line, and nothing else is', () => {
    expect([...planted(PLANTED), ...planted(CIRCLES)].length).toBeGreaterThanOrEqual(20);
    expect(found(PLANTED)).toEqual(planted(PLANTED));
    expect(found(CIRCLES)).toEqual(planted(CIRCLES));
  });

  it('[FLOW-60] says what was probably meant', () => {
    const messages = lintSource(PLANTED, {}, WORLD)
      .map(({ message }) => message)
      .join('\n');
    for (const meant of ['PREMIUM', 'tier', 'hours', 'support', 'sales', 'french', 'crm.example']) {
      expect(messages).toContain(`did you mean "${meant}"?`);
    }
  });

  it('[FLOW-60] reports a source that cannot be read at all', () => {
    expect(lintSource('a: [')).toMatchObject([{ severity: 'error', rule: 'syntax', line: 1 }]);
  });
});
