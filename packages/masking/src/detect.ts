import { type CountryCode, isSupportedCountry } from 'libphonenumber-js/max';
import { accountNumber } from './detectors/account-number.js';
import { bankAccount } from './detectors/bank-account.js';
import { caSin } from './detectors/ca-sin.js';
import { cardExpiry } from './detectors/card-expiry.js';
import { cryptoAddress } from './detectors/crypto-address.js';
import { dateOfBirth } from './detectors/date-of-birth.js';
import type { Detector } from './detectors/detector.js';
import { driverLicense } from './detectors/driver-license.js';
import { email } from './detectors/email.js';
import { iban } from './detectors/iban.js';
import { internationalPhone } from './detectors/international-phone.js';
import { ipAddress } from './detectors/ip-address.js';
import { macAddress } from './detectors/mac-address.js';
import { medicalId } from './detectors/medical-id.js';
import { oneTimeCode } from './detectors/one-time-code.js';
import { passport } from './detectors/passport.js';
import { password } from './detectors/password.js';
import { paymentCard } from './detectors/payment-card.js';
import { phone } from './detectors/phone.js';
import { pin } from './detectors/pin.js';
import { secret } from './detectors/secret.js';
import { securityCode } from './detectors/security-code.js';
import { spelledCard } from './detectors/spelled-card.js';
import { spelledEmail } from './detectors/spelled-email.js';
import { spelledPhone } from './detectors/spelled-phone.js';
import { ukNino } from './detectors/uk-nino.js';
import { usItin } from './detectors/us-itin.js';
import { usSsn } from './detectors/us-ssn.js';
import { vehicleId } from './detectors/vehicle-id.js';
import type { Detection } from './entity.js';
import { MaskingError } from './masking-error.js';
import { normalizeText } from './normalized-text.js';

/** Longest text that is looked at, in UTF-16 code units. */
export const MAX_TEXT_LENGTH = 1024 * 1024;

export interface DetectOptions {
  /** Whose national phone numbers are recognized without a country code; ISO 3166-1 alpha-2. Default `US`. */
  readonly defaultCountry?: CountryCode;
}

/**
 * Finds values to mask. The spans ascend and do not overlap. Time is linear in the length of the text.
 * Throws `MaskingError`: a text that was not looked at must not be passed on.
 */
export function detect(text: string, options: DetectOptions = {}): readonly Detection[] {
  const { defaultCountry = 'US' } = options;
  if (text.length > MAX_TEXT_LENGTH) {
    throw new MaskingError(
      'text_too_long',
      `a text of more than ${MAX_TEXT_LENGTH} characters is not masked`,
    );
  }
  if (!isSupportedCountry(defaultCountry)) {
    throw new MaskingError('unknown_country', 'the default country has no known numbering plan');
  }
  const normalized = normalizeText(text);
  if (!SOMETHING_TO_FIND.test(normalized.text)) return [];
  const found: Detection[] = [];
  let rest = normalized.text;
  for (const { type, find } of DETECTORS) {
    const spans = find(rest, { defaultCountry });
    for (const { start, end, score } of spans) {
      found.push({ ...normalized.originalSpan(start, end), type, score });
    }
    rest = without(rest, spans);
  }
  return found.sort((a, b) => a.start - b.start);
}

/** Every detector needs one of these; most chat has none. */
const SOMETHING_TO_FIND =
  /[@\d]|pass|pw|secret|token|key|bearer|:\/\/|[([{]at[)\]}]|\sat\s|[0-9a-f]{2}[:.-][0-9a-f]{2}|(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)[\s,.-]+(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple)\b/i;

/**
 * What is better proven, or holds other values in it, comes first: an address may contain a card number, an IBAN the
 * digits of one. What a detector has found is out of reach for the next.
 */
const DETECTORS: readonly Detector[] = [
  secret,
  email,
  spelledEmail,
  iban,
  paymentCard,
  spelledCard,
  spelledPhone,
  macAddress,
  ipAddress,
  cryptoAddress,
  vehicleId,
  ukNino,
  usItin,
  usSsn,
  caSin,
  passport,
  driverLicense,
  dateOfBirth,
  cardExpiry,
  securityCode,
  pin,
  oneTimeCode,
  password,
  bankAccount,
  accountNumber,
  phone,
  internationalPhone,
  medicalId,
];

/** Stands for what was found; no detector takes it for part of a value or of a label. */
const TAKEN = '\ufffc';

function without(text: string, spans: readonly { readonly start: number; readonly end: number }[]): string {
  if (spans.length === 0) return text;
  let result = '';
  let from = 0;
  for (const { start, end } of spans) {
    result += text.slice(from, start) + TAKEN.repeat(end - start);
    from = end;
  }
  return result + text.slice(from);
}
