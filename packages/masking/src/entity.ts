/** Kinds of value that masking knows. More will come: treat an unknown one like any other. */
export type EntityType = 'CREDIT_CARD' | 'IBAN' | 'EMAIL' | 'PHONE' | 'ACCOUNT_NUMBER';

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
