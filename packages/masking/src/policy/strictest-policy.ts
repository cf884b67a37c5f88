import { ENTITY_TYPES } from '../entity.js';
import { type Destination, type MaskingPolicy, type OperatorName, operatorFor, STRENGTH } from './policy.js';

/**
 * One treatment for a text that is kept once and read at several places: of each kind of value, what the strictest of
 * the destinations asks for. Rules for roles count only where they are for everybody, because who will read is not
 * known yet. The result treats every destination alike.
 */
export function strictestPolicy(
  policy: MaskingPolicy,
  destinations: readonly [Destination, ...Destination[]],
): MaskingPolicy {
  return {
    ...policy,
    rules: ENTITY_TYPES.map((type) => ({
      entities: [type],
      operator: destinations
        .map((destination) => operatorFor(policy, type, { destination }))
        .reduce(stricter),
    })),
  };
}

/**
 * The same policy for parts of a value: what would keep the end or the coarse part of the whole keeps nothing, because
 * the ends of two parts are more of the value than its end.
 */
export function atLeastMasked(policy: MaskingPolicy): MaskingPolicy {
  return {
    ...policy,
    rules: policy.rules.map((rule) => ({ ...rule, operator: masked(rule.operator) })),
  };
}

function masked(operator: OperatorName): OperatorName {
  return operator === 'allow' ? 'allow' : stricter(operator, 'mask');
}

/** Of a pseudonym and a coarse part neither is less than the other: then nothing stays. */
function stricter(one: OperatorName, other: OperatorName): OperatorName {
  if (one === other) return one;
  if (STRENGTH[one] === STRENGTH[other]) return 'mask';
  return STRENGTH[one] > STRENGTH[other] ? one : other;
}
