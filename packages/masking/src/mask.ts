import { detect } from './detect.js';
import type { Detection, EntityType } from './entity.js';
import { last4 } from './operators/last4.js';
import type { Operator } from './operators/operator.js';
import { replace } from './operators/replace.js';
import { DEFAULT_POLICY, type MaskingPolicy, type OperatorName } from './policy.js';

export interface MaskResult {
  readonly text: string;
  /**
   * What was hidden, with its place in the original text, ascending. Only this tells a masked value from one that
   * somebody typed to look masked.
   */
  readonly entities: readonly Detection[];
}

/**
 * Hides what {@link detect} finds, as the policy says. The rest of the text stays as it is, code unit for code unit.
 * Masking a masked text changes nothing. Throws `MaskingError` as `detect` does.
 */
export function mask(text: string, policy: MaskingPolicy = DEFAULT_POLICY): MaskResult {
  const { operators, ...options } = policy;
  const entities = detect(text, options);
  let masked = '';
  let from = 0;
  for (const { start, end, type } of entities) {
    const operator = OPERATORS[operators[type] ?? 'replace'];
    masked += text.slice(from, start) + operator(NAMES[type], text.slice(start, end));
    from = end;
  }
  return { text: masked + text.slice(from), entities };
}

const OPERATORS: Readonly<Record<OperatorName, Operator>> = { last4, replace };

const NAMES: Readonly<Record<EntityType, string>> = {
  CREDIT_CARD: 'card',
  IBAN: 'iban',
  EMAIL: 'email',
  PHONE: 'phone',
  ACCOUNT_NUMBER: 'account',
  CVV: 'security code',
  CARD_EXPIRY: 'card expiry',
  BANK_ACCOUNT: 'bank code',
  SECRET: 'secret',
  PASSWORD: 'password',
  PIN: 'pin',
  OTP: 'one-time code',
  US_SSN: 'ssn',
  US_ITIN: 'itin',
  CA_SIN: 'sin',
  UK_NINO: 'ni number',
  PASSPORT: 'passport',
  DRIVER_LICENSE: 'driving license',
  MEDICAL_ID: 'medical id',
  DOB: 'date of birth',
  IP: 'ip address',
  MAC: 'mac address',
  CRYPTO: 'wallet',
  VEHICLE: 'vehicle id',
  NATIONAL_ID: 'national id',
  TAX_ID: 'tax id',
  PERSON: 'name',
  ADDRESS: 'address',
  POSTCODE: 'postcode',
  USERNAME: 'user name',
  DEVICE_ID: 'device id',
  COORDINATES: 'coordinates',
};
