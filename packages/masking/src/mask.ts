import { detect } from './detect.js';
import { type Detection, type EntityType, OPTIONAL_TYPES } from './entity.js';
import { drop } from './operators/drop.js';
import { generalize } from './operators/generalize.js';
import { last4 } from './operators/last4.js';
import { maskValue } from './operators/mask-value.js';
import { tokenize } from './operators/tokenize.js';
import { type Audience, type MaskingPolicy, type OperatorName, operatorFor } from './policy/policy.js';
import { DEFAULT_POLICY } from './policy/presets.js';

export interface MaskOptions extends Partial<Audience> {
  /** Key of `tokenize`, at least 16 bytes. */
  readonly tokenKey?: Uint8Array;
}

export interface MaskResult {
  readonly text: string;
  /**
   * What was hidden, with its place in the original text, ascending. Only this tells a masked value from one that
   * somebody typed to look masked.
   */
  readonly entities: readonly Detection[];
}

/**
 * Treats what {@link detect} finds as the policy says for the reader, an agent unless told otherwise. The rest of the
 * text stays as it is, code unit for code unit. Masking a masked text changes nothing. Throws `MaskingError` as `detect`
 * does, and when the policy asks for tokens without a key.
 */
export function mask(
  text: string,
  policy: MaskingPolicy = DEFAULT_POLICY,
  options: MaskOptions = {},
): MaskResult {
  const { defaultCountry } = policy;
  const { destination = 'agent', role } = options;
  const audience: Audience = role === undefined ? { destination } : { destination, role };
  const also = OPTIONAL_TYPES.filter((type) => operatorFor(policy, type, audience) !== 'allow');
  const found = detect(text, { also, ...(defaultCountry === undefined ? {} : { defaultCountry }) });
  return maskDetections(text, found, policy, options);
}

/** The same for values that were found already, as by a `MessageWindow`. @param found ascending, apart */
export function maskDetections(
  text: string,
  found: readonly Detection[],
  policy: MaskingPolicy,
  { destination = 'agent', role, tokenKey }: MaskOptions = {},
): MaskResult {
  if (found.length === 0) return { text, entities: found };
  const audience: Audience = role === undefined ? { destination } : { destination, role };
  const entities: Detection[] = [];
  let masked = '';
  let from = 0;
  for (const entity of found) {
    const { start, end, type } = entity;
    const operator = operatorFor(policy, type, audience);
    if (operator === 'allow') continue;
    entities.push(entity);
    masked += text.slice(from, start) + treat(operator, type, text.slice(start, end), tokenKey);
    from = end;
  }
  return { text: masked + text.slice(from), entities };
}

function treat(
  operator: Exclude<OperatorName, 'allow'>,
  type: EntityType,
  value: string,
  tokenKey: Uint8Array | undefined,
): string {
  const name = NAMES[type];
  switch (operator) {
    case 'drop':
      return drop(name, value);
    case 'mask':
      return maskValue(name, value);
    case 'last4':
      return last4(name, value);
    case 'generalize':
      return generalize(type, name, value);
    case 'tokenize':
      return tokenize(name, value, tokenKey);
  }
}

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
  DATE: 'date',
  URL: 'web address',
  SERIAL_NUMBER: 'serial number',
};
