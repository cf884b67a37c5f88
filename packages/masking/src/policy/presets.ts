import { OPTIONAL_TYPES } from '../entity.js';
import type { MaskingPolicy, PolicyRule, PresetName } from './policy.js';

/** They stay unless a policy names them. */
const OPTIONAL_STAY: PolicyRule = { entities: OPTIONAL_TYPES, operator: 'allow' };

/** Names, addresses and postcodes are what agents serve customers with; all else that is found stays hidden. */
const DEFAULT_RULES: readonly PolicyRule[] = [
  { entities: ['*'], operator: 'mask' },
  OPTIONAL_STAY,
  { entities: ['CREDIT_CARD', 'IBAN', 'ACCOUNT_NUMBER'], operator: 'last4' },
  {
    entities: ['PERSON', 'ADDRESS', 'POSTCODE'],
    destinations: ['agent', 'transcript', 'contactCenter'],
    operator: 'allow',
  },
  { entities: ['CVV', 'PIN'], operator: 'drop' },
];

const NOTHING_IN_LOGS: PolicyRule = { entities: ['*'], destinations: ['log'], operator: 'drop' };

const RULES: Readonly<Record<PresetName, readonly PolicyRule[]>> = {
  default: DEFAULT_RULES,
  // PCI DSS 4.0.1: §3.4.1 at most the last four digits of a card are shown, §3.3.1 codes and PINs are never kept.
  pci: [...DEFAULT_RULES, { entities: ['CARD_EXPIRY'], operator: 'mask' }, NOTHING_IN_LOGS],
  // 45 CFR 164.514(b)(2): all identifiers go; of dates the year stays, of ZIP codes the first three digits.
  hipaa: [
    { entities: ['*'], operator: 'mask' },
    { entities: ['DOB', 'DATE', 'POSTCODE'], operator: 'generalize' },
    { entities: ['CVV', 'PIN'], operator: 'drop' },
    NOTHING_IN_LOGS,
  ],
  // Regulation (EU) 2016/679, Art. 5(1)(c) and 25: agents get what serving takes, what is kept gets less.
  gdpr: [
    { entities: ['*'], operator: 'mask' },
    OPTIONAL_STAY,
    { entities: ['PERSON', 'ADDRESS', 'POSTCODE'], destinations: ['agent'], operator: 'allow' },
    {
      entities: ['IP', 'DOB', 'POSTCODE'],
      destinations: ['transcript', 'export', 'contactCenter'],
      operator: 'generalize',
    },
    { entities: ['CVV', 'PIN'], operator: 'drop' },
    NOTHING_IN_LOGS,
  ],
  strict: [{ entities: ['*'], operator: 'drop' }, OPTIONAL_STAY],
};

/** A policy to start from; see docs/masking.md. */
export function presetPolicy(preset: PresetName): MaskingPolicy {
  return { preset, rules: RULES[preset], reveal: [] };
}

export function isPresetName(name: string): name is PresetName {
  return Object.hasOwn(RULES, name);
}

export const PRESET_NAMES: readonly PresetName[] = ['default', 'pci', 'hipaa', 'gdpr', 'strict'];

/** Card numbers, IBANs and account numbers keep their last four; names and addresses pass; all else is hidden. */
export const DEFAULT_POLICY: MaskingPolicy = presetPolicy('default');
