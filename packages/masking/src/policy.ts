import type { CountryCode } from 'libphonenumber-js/max';
import type { EntityType } from './entity.js';

/** `last4` keeps the last four characters, `replace` none. */
export type OperatorName = 'last4' | 'replace';

/** PCI DSS 4.0.1 §3.3.1 for security codes and PINs; the others are worthless or dangerous in part. */
type NothingToKeep = 'EMAIL' | 'CVV' | 'PIN' | 'OTP' | 'PASSWORD' | 'SECRET';

export interface MaskingPolicy {
  /** A type that is not named is replaced. Of some, no end would be safe to keep. */
  readonly operators: {
    readonly [Type in EntityType]?: Type extends NothingToKeep ? 'replace' : OperatorName;
  };
  /** Whose national phone numbers are recognized without a country code; ISO 3166-1 alpha-2. Default `US`. */
  readonly defaultCountry?: CountryCode;
}

/** Card numbers, IBANs and account numbers keep their last four; e-mail addresses and phone numbers keep nothing. */
export const DEFAULT_POLICY: MaskingPolicy = {
  operators: {
    CREDIT_CARD: 'last4',
    IBAN: 'last4',
    ACCOUNT_NUMBER: 'last4',
    EMAIL: 'replace',
    PHONE: 'replace',
  },
};
