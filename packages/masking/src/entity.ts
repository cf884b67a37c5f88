/** Kinds of value that masking knows. More will come: treat an unknown one like any other. */
export const ENTITY_TYPES = [
  'CREDIT_CARD',
  'CVV',
  'CARD_EXPIRY',
  'IBAN',
  'BANK_ACCOUNT',
  'ACCOUNT_NUMBER',
  'EMAIL',
  'PHONE',
  'SECRET',
  'PASSWORD',
  'PIN',
  'OTP',
  'US_SSN',
  'US_ITIN',
  'CA_SIN',
  'UK_NINO',
  'PASSPORT',
  'DRIVER_LICENSE',
  'MEDICAL_ID',
  'DOB',
  'IP',
  'MAC',
  'CRYPTO',
  'VEHICLE',
  'NATIONAL_ID',
  'TAX_ID',
  'PERSON',
  'ADDRESS',
  'POSTCODE',
  'USERNAME',
  'DEVICE_ID',
  'COORDINATES',
  'DATE',
  'URL',
  'SERIAL_NUMBER',
] as const;

export type EntityType = (typeof ENTITY_TYPES)[number];

/**
 * Kinds that tell a person only together with others, and that ordinary talk is full of. They are looked for when a policy
 * treats them, as `hipaa` does.
 */
export const OPTIONAL_TYPES: readonly EntityType[] = ['DATE', 'URL', 'SERIAL_NUMBER'];

/** One value found in a text. */
export interface Detection {
  /** First UTF-16 code unit of the original text. */
  readonly start: number;
  /** One past the last. */
  readonly end: number;
  readonly type: EntityType;
  /** How sure the detector is, from 0 to 1. Every detection is meant to be masked. */
  readonly score: number;
}
