import { ENTITY_TYPES, type EntityType } from '../entity.js';
import { GENERALIZABLE } from '../operators/generalize.js';
import { parsePolicy, presetRuleCount } from './parse-policy.js';
import {
  DESTINATIONS,
  type Destination,
  type MaskingPolicy,
  operatorFor,
  type PolicyRule,
  STRENGTH,
} from './policy.js';
import { PolicyError, type Position } from './policy-error.js';
import { PolicySource, pathText } from './policy-source.js';
import { presetPolicy } from './presets.js';

export interface PolicyFinding {
  readonly severity: 'error' | 'warning';
  /** Such as `secret-kept`. */
  readonly rule: string;
  readonly message: string;
  readonly path: string;
  readonly position?: Position;
}

/** Looks for what a policy says and hardly means. A policy that cannot be read gives its error as the one finding. */
export function lintPolicy(source: unknown): readonly PolicyFinding[] {
  let policy: MaskingPolicy;
  try {
    policy = parsePolicy(source);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    const { code, problem, path, position } = error;
    return [
      {
        severity: 'error',
        rule: code,
        message: problem,
        path,
        ...(position === undefined ? {} : { position }),
      },
    ];
  }
  const places = new PolicySource(source);
  const own = policy.rules.slice(presetRuleCount(policy));
  const problems = own.flatMap((rule, index) =>
    [...problemsOf(rule, policy), ...(isHidden(rule, own.slice(index + 1)) ? [HIDDEN] : [])].map(
      (problem) => ({ ...problem, path: ['rules', index] as const }),
    ),
  );
  const useless = policy.reveal.flatMap((type, index) =>
    DESTINATIONS.every((destination) => operatorFor(policy, type, { destination }) === 'drop')
      ? [
          {
            severity: 'warning' as const,
            rule: 'reveal-of-dropped',
            message: `${type} is dropped everywhere`,
            path: ['reveal', index] as const,
          },
        ]
      : [],
  );
  return [...problems, ...useless].map(({ path, ...problem }) => {
    const position = places.positionOf(path);
    return { ...problem, path: pathText(path), ...(position === undefined ? {} : { position }) };
  });
}

interface Problem {
  readonly severity: PolicyFinding['severity'];
  readonly rule: string;
  readonly message: string;
}

const HIDDEN: Problem = {
  severity: 'warning',
  rule: 'rule-without-effect',
  message: 'a later rule covers all of this one',
};

const SECRETS: ReadonlySet<EntityType> = new Set(['PASSWORD', 'OTP', 'SECRET']);
/** Of which four characters are most of it, or mean something on their own. */
const SHORT: ReadonlySet<EntityType> = new Set([
  'DOB',
  'POSTCODE',
  'PERSON',
  'ADDRESS',
  'CARD_EXPIRY',
  'OTP',
  'EMAIL',
  'IP',
  'USERNAME',
]);

function problemsOf(rule: PolicyRule, policy: MaskingPolicy): readonly Problem[] {
  const { operator } = rule;
  const types = rule.entities.includes('*')
    ? ENTITY_TYPES
    : ENTITY_TYPES.filter((type) => rule.entities.includes(type));
  const destinations = rule.destinations ?? DESTINATIONS;
  const problems: Problem[] = [];
  const say = (
    severity: Problem['severity'],
    name: string,
    found: readonly EntityType[],
    what: string,
  ): void => {
    if (found.length > 0) problems.push({ severity, rule: name, message: `${found.join(', ')}: ${what}` });
  };
  const kept = STRENGTH[operator] < STRENGTH.mask;
  say(
    'error',
    'secret-kept',
    types.filter((type) => kept && SECRETS.has(type)),
    `${operator} leaves a secret usable or guessable`,
  );
  if (operator === 'generalize' && !rule.entities.includes('*')) {
    say(
      'warning',
      'nothing-to-generalize',
      types.filter((type) => !GENERALIZABLE.has(type)),
      'has no coarse part and is masked',
    );
  }
  if (operator === 'last4' && !rule.entities.includes('*')) {
    say(
      'warning',
      'last4-tells-all',
      types.filter((type) => SHORT.has(type)),
      'four characters are most of it',
    );
  }
  if (STRENGTH[operator] < STRENGTH.generalize && destinations.includes('log')) {
    say('warning', 'identifier-in-log', types.slice(0, 3), `${operator} puts customer content into logs`);
  }
  if (policy.preset !== 'default') {
    say(
      'warning',
      'weaker-than-preset',
      types.filter((type) => isWeaker(rule, type, policy, destinations)),
      `${policy.preset} asks for more than ${operator}`,
    );
  }
  return problems;
}

function isWeaker(
  rule: PolicyRule,
  type: EntityType,
  policy: MaskingPolicy,
  destinations: readonly Destination[],
): boolean {
  const preset = presetPolicy(policy.preset);
  return destinations.some(
    (destination) => STRENGTH[rule.operator] < STRENGTH[operatorFor(preset, type, { destination })],
  );
}

/** Whether one of the later rules applies wherever this one does. */
function isHidden(rule: PolicyRule, later: readonly PolicyRule[]): boolean {
  return later.some(
    (other) =>
      (other.entities.includes('*') || rule.entities.every((type) => other.entities.includes(type))) &&
      covers(other.destinations, rule.destinations ?? DESTINATIONS) &&
      (other.roles === undefined || (rule.roles !== undefined && covers(other.roles, rule.roles))),
  );
}

function covers<Value>(all: readonly Value[] | undefined, some: readonly Value[]): boolean {
  return all === undefined || some.every((each) => all.includes(each));
}
