import { type CountryCode, isSupportedCountry } from 'libphonenumber-js/max';
import { accountNumber } from './detectors/account-number.js';
import type { Detector } from './detectors/detector.js';
import { email } from './detectors/email.js';
import { iban } from './detectors/iban.js';
import { paymentCard } from './detectors/payment-card.js';
import { phone } from './detectors/phone.js';
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
const SOMETHING_TO_FIND = /[@\d]/;

/**
 * What is better proven, or holds other values in it, comes first: an address may contain a card number, an IBAN the
 * digits of one. What a detector has found is out of reach for the next.
 */
const DETECTORS: readonly Detector[] = [email, iban, paymentCard, accountNumber, phone];

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
