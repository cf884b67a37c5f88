import { DigitGroups, type DigitWindow, type WindowRule } from '../digit-groups.js';
import type { Detection } from '../entity.js';
import { IDENTIFIER_LABELS, labelBefore } from '../label.js';
import { isInternational, NumberingPlan } from '../phone-number.js';
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

function find(text: string, { defaultCountry }: DetectorOptions): readonly Omit<Detection, 'type'>[] {
  const plan = new NumberingPlan(defaultCountry);
  return new DigitGroups(text, RULE).find((windows) => phoneAmong(text, windows, plan));
}

/** The longest phone number among windows that start at the same digit. */
function phoneAmong(
  text: string,
  windows: readonly [DigitWindow, ...DigitWindow[]],
  plan: NumberingPlan,
): Omit<Detection, 'type'> | undefined {
  const [{ start: digits }] = windows;
  const opening = openingOf(text, digits);
  if (opening === undefined) return undefined;
  const { start, label } = opening;
  const whole = windows
    .map((window) => ({ ...window, end: endOf(text, window.end) }))
    .filter(({ end }) => !goesOn(text, end));
  for (const window of whole.toReversed()) {
    const score = scoreOf(window, text.slice(digits, window.end), opening, plan);
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
  plan: NumberingPlan,
): number {
  if (international) return isInternational(digits) ? 0.9 : 0;
  if (label === 'identifier' || isDate(written) || isDottedQuad(written)) return 0;
  const groups = sizes();
  if (plan.has(digits, groups)) return groups.length > 1 || label === 'phone' ? 0.8 : 0.5;
  return /[-.()]/.test(written) && plan.isUsualGrouping(groups) ? 0.6 : 0;
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
