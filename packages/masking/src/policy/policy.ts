import type { CountryCode } from 'libphonenumber-js/max';
import type { EntityType } from '../entity.js';

/** Where a text goes. `contactCenter` is whoever employs the agents, `log` every log line, error, metric and trace. */
export const DESTINATIONS = ['agent', 'transcript', 'log', 'contactCenter', 'export'] as const;

export type Destination = (typeof DESTINATIONS)[number];

/**
 * What becomes of a value. `drop` keeps nothing, also no sealed original; `mask` hides it; `last4` keeps the last four
 * characters; `tokenize` puts a keyed pseudonym in its place, the same for the same value; `generalize` keeps the coarse
 * part of a date of birth, postcode or IP address; `allow` passes it on.
 */
export const OPERATOR_NAMES = ['drop', 'mask', 'last4', 'tokenize', 'generalize', 'allow'] as const;

export type OperatorName = (typeof OPERATOR_NAMES)[number];

/** The stronger, the less of a value stays. */
export const STRENGTH: Readonly<Record<OperatorName, number>> = {
  allow: 0,
  last4: 1,
  generalize: 2,
  tokenize: 2,
  mask: 3,
  drop: 4,
};

export interface PolicyRule {
  readonly entities: readonly (EntityType | '*')[];
  /** All destinations unless given. */
  readonly destinations?: readonly Destination[];
  /** All roles unless given. A rule for a role does not apply to a reader whose role is not known. */
  readonly roles?: readonly string[];
  readonly operator: OperatorName;
}

export type PresetName = 'default' | 'pci' | 'hipaa' | 'gdpr' | 'strict';

/** Treatment of each kind of value by destination and role. */
export interface MaskingPolicy {
  /** The preset whose rules stand before its own, and whose guarantees hold whatever its own rules say. */
  readonly preset: PresetName;
  /** The last rule that applies decides; a value that no rule names is masked. */
  readonly rules: readonly PolicyRule[];
  /** Kinds whose originals may be sealed for a later reveal. */
  readonly reveal: readonly EntityType[];
  /** Whose national phone numbers are recognized without a country code; ISO 3166-1 alpha-2. Default `US`. */
  readonly defaultCountry?: CountryCode;
}

/** Who gets a text. */
export interface Audience {
  readonly destination: Destination;
  /** As the policy names it, such as `supervisor`. */
  readonly role?: string;
}

/** What the policy makes of values of one kind on their way to somebody. */
export function operatorFor(policy: MaskingPolicy, type: EntityType, audience: Audience): OperatorName {
  const operator = policy.rules.findLast((rule) => applies(rule, type, audience))?.operator ?? 'mask';
  return isForbidden(policy.preset, type, operator) ? safest(type) : operator;
}

/** Whether the original of such a value may be sealed for a later reveal. */
export function mayReveal(policy: MaskingPolicy, type: EntityType): boolean {
  return policy.reveal.includes(type) && !isNeverRevealed(policy.preset, type);
}

/**
 * What no rule can grant. PCI DSS 4.0.1 §3.3.1: security codes and PINs are never kept, in no form. §3.5.1: a stored
 * card number must be unreadable, so that under `pci` it is neither passed on nor replaced by a token, which whoever has
 * the key could work out again.
 */
export function isForbidden(preset: PresetName, type: EntityType, operator: OperatorName): boolean {
  if (isNeverKept(type)) return operator !== 'drop';
  if (preset === 'pci' && type === 'CREDIT_CARD') return !['drop', 'mask', 'last4'].includes(operator);
  return false;
}

export function isNeverRevealed(preset: PresetName, type: EntityType): boolean {
  return isNeverKept(type) || (preset === 'pci' && type === 'CREDIT_CARD');
}

/** Security codes and PINs. */
function isNeverKept(type: EntityType): boolean {
  return type === 'CVV' || type === 'PIN';
}

function safest(type: EntityType): OperatorName {
  return isNeverKept(type) ? 'drop' : 'mask';
}

function applies(rule: PolicyRule, type: EntityType, { destination, role }: Audience): boolean {
  return (
    rule.entities.some((entity) => entity === type || entity === '*') &&
    (rule.destinations?.includes(destination) ?? true) &&
    (rule.roles === undefined || (role !== undefined && rule.roles.includes(role)))
  );
}
