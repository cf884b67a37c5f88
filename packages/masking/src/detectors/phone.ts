import { type DigitWindow, digitGroups, type WindowRule, windowsFrom } from '../digit-groups.js';
import type { Detection } from '../entity.js';
import { IDENTIFIER_LABELS, labelBefore } from '../label.js';
import { isInternational, isNational, isNorthAmericanGrouping } from '../phone-number.js';
import { isDate, isDottedQuad } from '../shapes.js';
import type { Detector, DetectorOptions } from './detector.js';

/**
 * Phone numbers: international ones with `+` or `00`, national ones of the default country. Candidates are picked by
 * shape; libphonenumber only judges them. After words like "order" a number without country code is not a phone
 * number; after words like "call" any number of the right length is one, because people mistype.
 */
export const phone: Detector = { type: 'PHONE', find };

const RULE: WindowRule = {
  separator: /^[ \t()./-]+$/,
  separatorLength: 3,
  minDigits: 7,
  // The fifteen of a full international number (E.164), and `00`.
  maxDigits: 17,
  maxGroups: 7,
};

const PHONE_LABELS: ReadonlySet<string> = new Set(
  'phone telephone tel call mobile cell cellphone text sms whatsapp fax contact dial ring'.split(' '),
);

const EXTENSION = /(?:,? ?(?:ext\.?|extension)|,? ?x) ?\d{1,6}(?![\p{L}\d])/iuy;

/** What stands before the digits of some windows. */
interface Opening {
  readonly start: number;
  readonly international: boolean;
  readonly label: 'phone' | 'identifier' | 'none';
}

function find(text: string, options: DetectorOptions): readonly Omit<Detection, 'type'>[] {
  const found: Omit<Detection, 'type'>[] = [];
  const groups = digitGroups(text, RULE);
  let from = 0;
  for (const [first, group] of groups.entries()) {
    if (group.start < from) continue;
    const windows = windowsFrom(text, groups, first, RULE);
    const phoneNumber = windows.length > 0 ? phoneAt(text, windows, group.start, options) : undefined;
    if (phoneNumber === undefined) continue;
    found.push(phoneNumber);
    from = phoneNumber.end;
  }
  return found;
}

/** The longest phone number among windows that start at the same digit. */
function phoneAt(
  text: string,
  windows: readonly DigitWindow[],
  digits: number,
  options: DetectorOptions,
): Omit<Detection, 'type'> | undefined {
  const opening = openingOf(text, digits);
  if (opening === undefined) return undefined;
  const { start, label } = opening;
  const whole = windows
    .map((window) => ({ ...window, end: endOf(text, window.end) }))
    .filter(({ end }) => !goesOn(text, end));
  for (const window of whole.toReversed()) {
    const score = scoreOf(window, text.slice(window.start, window.end), opening, options);
    if (score > 0) return { start, end: window.end, score };
  }
  const stated = label === 'phone' ? whole.findLast((window) => window.digits.length <= 15) : undefined;
  if (stated === undefined || windows.some(({ end }) => isDate(text.slice(digits, end)))) return undefined;
  return { start, end: stated.end, score: 0.6 };
}

function scoreOf(
  { digits, sizes }: DigitWindow,
  written: string,
  { international, label }: Opening,
  { defaultCountry }: DetectorOptions,
): number {
  if (international) return isInternational(digits) ? 0.9 : 0;
  if (label === 'identifier' || isDate(written) || isDottedQuad(written)) return 0;
  if (isNational(digits, sizes, defaultCountry)) return sizes.length > 1 || label === 'phone' ? 0.8 : 0.5;
  return /[-.()]/.test(written) && isNorthAmericanGrouping(sizes, defaultCountry) ? 0.6 : 0;
}

/** Undefined when the characters before show that the digits belong to more than a phone number. */
function openingOf(text: string, digits: number): Opening | undefined {
  let start = digits;
  if (text[start - 1] === '(') start -= 1;
  if (text[start - 1] === '+') start -= 1;
  if (text[start] === '+' && text[start - 1] === '(') start -= 1;
  const international = text.slice(start, digits).includes('+') || text.startsWith('00', digits);
  const label = kindOf(labelBefore(text, start));
  // A plus sign or a parenthesis begins something new, whatever it touches.
  return start === digits && touchesMore(text, start, label) ? undefined : { start, international, label };
}

/** True when the characters before belong to the same number, name, amount or URL. */
function touchesMore(text: string, start: number, label: Opening['label']): boolean {
  const before = text.slice(Math.max(0, start - 2), start);
  if (/[\p{L}\d_]$|\d[-.:]$/u.test(before)) return true;
  if (/(?:[\p{Sc}#=&?%@]|[\p{L}/]\/)$/u.test(before)) return true;
  return label !== 'phone' && /[\p{L}_]-$/u.test(before);
}

/** Includes an extension. */
function endOf(text: string, digits: number): number {
  EXTENSION.lastIndex = digits;
  return digits + (EXTENSION.exec(text)?.[0].length ?? 0);
}

/** True when the characters after show that the digits belong to more than a phone number. */
function goesOn(text: string, end: number): boolean {
  return /^(?:[\p{L}\d_%@]|[-.:]\d)/u.test(text.slice(end, end + 2));
}

function kindOf(label: string | undefined): Opening['label'] {
  if (label === undefined) return 'none';
  if (PHONE_LABELS.has(label)) return 'phone';
  return IDENTIFIER_LABELS.has(label) ? 'identifier' : 'none';
}
