import { getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { type DigitWindow, digitGroups, type WindowRule, windowsFrom } from '../digit-groups.js';
import type { Detection } from '../entity.js';
import { IDENTIFIER_LABELS, labelBefore } from '../label.js';
import { isDate, isDottedQuad } from '../shapes.js';
import type { Detector, DetectorOptions } from './detector.js';

/**
 * Phone numbers: international ones with `+` or `00`, national ones of the default country. Candidates are picked by
 * shape; libphonenumber only judges them. After words like "order" a number without country code is not a phone
 * number; after words like "call" a possible number suffices.
 */
export const phone: Detector = { type: 'PHONE', find };

const RULE: WindowRule = {
  separator: /^[ \t()./-]+$/,
  separatorLength: 3,
  minDigits: 7,
  // Fifteen of a full international number (E.164), and `00`.
  maxDigits: 17,
  maxGroups: 7,
};

const PHONE_LABELS: ReadonlySet<string> = new Set(
  'phone telephone tel call mobile cell cellphone text sms whatsapp fax contact reach dial ring'.split(' '),
);

const EXTENSION = /(?:,? ?(?:ext\.?|extension)|,? ?x) ?\d{1,6}(?![\p{L}\d])/iuy;

interface Candidate extends DigitWindow {
  readonly text: string;
  readonly international: boolean;
  readonly label: 'phone' | 'identifier' | 'none';
}

function find(text: string, options: DetectorOptions): readonly Omit<Detection, 'type'>[] {
  const found: Omit<Detection, 'type'>[] = [];
  const groups = digitGroups(text, RULE);
  let from = 0;
  for (const [first, group] of groups.entries()) {
    if (group.start < from) continue;
    const phoneNumber = phoneAt(text, windowsFrom(text, groups, first, RULE), options);
    if (phoneNumber === undefined) continue;
    found.push(phoneNumber);
    from = phoneNumber.end;
  }
  return found;
}

/** The longest phone number among windows that start at the same group. */
function phoneAt(
  text: string,
  windows: readonly DigitWindow[],
  options: DetectorOptions,
): Omit<Detection, 'type'> | undefined {
  const [shortest] = windows;
  if (shortest === undefined || (windows.at(-1)?.digits.length ?? 0) < MIN_DIGITS) return undefined;
  const start = startOf(text, shortest.start);
  const international = text.slice(start, shortest.start).includes('+') || shortest.digits.startsWith('00');
  if (isPartOfMore(text, start, international)) return undefined;
  const label = kindOf(labelBefore(text, start));
  for (const window of windows.toReversed()) {
    const end = endOf(text, window.end);
    if (window.digits.length < MIN_DIGITS || goesOn(text, end)) continue;
    const candidate = { ...window, text: text.slice(window.start, window.end), international, label };
    const score = international ? scoreInternational(candidate) : scoreNational(candidate, options);
    if (score > 0) return { start, end, score };
  }
  return undefined;
}

/** Includes an opening parenthesis and a plus sign. */
function startOf(text: string, digits: number): number {
  let start = digits;
  if (text[start - 1] === '(') start -= 1;
  if (text[start - 1] === '+') start -= 1;
  if (start < digits && text[start] === '+' && text[start - 1] === '(') start -= 1;
  return start;
}

function endOf(text: string, digits: number): number {
  EXTENSION.lastIndex = digits;
  return digits + (EXTENSION.exec(text)?.[0].length ?? 0);
}

/** True when the characters before show that the digits belong to a longer number, a name, an amount or a URL. */
function isPartOfMore(text: string, start: number, international: boolean): boolean {
  const before = text.slice(Math.max(0, start - 2), start);
  if (/[\p{L}\d_]$/u.test(before)) return true;
  if (/\d[-./]$/.test(before)) return true;
  return !international && /[\p{Sc}#=/&?%@•-]$/u.test(before);
}

/** True when the characters after show the same. */
function goesOn(text: string, end: number): boolean {
  return /^(?:[\p{L}\d_%@]|[-./:]\d)/u.test(text.slice(end, end + 2));
}

function kindOf(label: string | undefined): Candidate['label'] {
  if (label === undefined) return 'none';
  if (PHONE_LABELS.has(label)) return 'phone';
  return IDENTIFIER_LABELS.has(label) ? 'identifier' : 'none';
}

function scoreInternational({ digits, label }: Candidate): number {
  const number = parsePhoneNumberFromString(`+${digits.replace(/^00/, '')}`);
  if (number?.isValid()) return 0.95;
  return label === 'phone' && number?.isPossible() ? 0.6 : 0;
}

function scoreNational(candidate: Candidate, { defaultCountry }: DetectorOptions): number {
  const { digits, label, sizes, text } = candidate;
  if (label === 'identifier' || isDate(text) || isDottedQuad(text)) return 0;
  const northAmerican = getCountryCallingCode(defaultCountry) === '1';
  if (northAmerican && isGroupedAsNorthAmerican(candidate)) return 0.7;
  if (label !== 'phone' && !(northAmerican ? NORTH_AMERICAN.test(digits) : isLikelyNational(candidate)))
    return 0;
  const number = parsePhoneNumberFromString(digits, defaultCountry);
  if (number?.isValid()) return sizes.length > 1 || label === 'phone' ? 0.85 : 0.5;
  return label === 'phone' && number?.isPossible() ? 0.6 : 0;
}

/** Area code and exchange start with 2 to 9 (North American Numbering Plan). */
const NORTH_AMERICAN = /^1?[2-9]\d\d[2-9]\d{6}$/;

/**
 * Grouped as `555-123-4567` or `(555) 123-4567`, whether or not the area code exists: invented numbers and typing
 * errors look like this too. After a phone word also `555-1234` and groups with spaces.
 */
function isGroupedAsNorthAmerican({ label, sizes, text }: Candidate): boolean {
  const shape = sizes.join();
  if (shape === '3,4') return label === 'phone';
  return (shape === '3,3,4' || shape === '1,3,3,4') && (label === 'phone' || /[-.()]/.test(text));
}

/** Keeps pairs of digits and short bare numbers from being judged at all. */
function isLikelyNational({ digits, sizes }: Candidate): boolean {
  if (digits.startsWith('0')) return true;
  return sizes.length > 1 ? sizes.some((size) => size >= 3) && sizes.length <= 4 : digits.length >= 10;
}
