import { DigitGroups, type DigitWindow, type WindowRule, type WindowsFrom } from '../digit-groups.js';
import { isIdentifierLabel, wordSet, wordsAfter, wordsBefore } from '../engine/context.js';
import type { Span } from '../engine/spans.js';
import type { ScannedText } from '../engine/text-scan.js';
import { isInternational, NumberingPlan } from '../phone-number.js';
import { isDate, isDottedQuad } from '../shapes.js';
import type { Detector, DetectorOptions } from './detector.js';

/**
 * Phone numbers: international ones with `+` or `00`, national ones of the default country. Candidates are picked by
 * shape; libphonenumber only judges them. After words like "order" a number without country code is not a phone
 * number; after words like "call" any number of the right length is one, because people mistype.
 */
export const phone: Detector = { type: 'PHONE', looksAt: 'codes', find };

const RULE: WindowRule = {
  separator: /^[ \t()./_–-]+$/,
  separatorLength: 3,
  minDigits: 7,
  // The fifteen of a full international number (E.164), and `00`.
  maxDigits: 17,
  maxGroups: 7,
};

const PHONE_LABELS = wordSet(
  'phone phones ph mob telephone telephones tel call calling mobile cell cellphone text sms whatsapp whats fax contact dial ' +
    'ring landline reach handy telefon telefono teléfono téléphone portable móvil movil telefone celular telepono ' +
    'cep gsm numéro handynummer telefonnummer rufnummer signal viber callback',
);

/** "My number is …" and "my work number is …" say it too. */
const MY_NUMBER =
  /\b(?:my|her|his|our|their)\s(?:(?:us|uk|[a-z]{2,3}|[a-z]{3,9}(?:ish|ian|ese|ean|eli|man|ench|work|home|new|old|current|other|second|direct|local|office|private|personal|business|international|best|temporary|wife['’]s|husband['’]s|mom['’]s))\s|(?:work|home|new|old|current|other|second|direct|local|office|private|personal|business|international|best)\s)?(?:number|no|nr|#)(?:\sis|\sare|\swas|\shas changed to)?[\s:]*$/i;

const EXTENSION = /(?:,? ?(?:ext\.?|extension|#)|,? ?x) ?\d{1,6}(?![a-z\d])/iy;

/** What stands before the digits of some windows. */
interface Opening {
  readonly start: number;
  readonly international: boolean;
  readonly label: 'phone' | 'identifier' | 'none';
}

/** The same for numbers with a plus sign, which nothing else looks like: they come before other identifiers. */
export const phoneWithPlus: Detector = {
  type: 'PHONE',
  looksAt: 'codes',
  find(source, options) {
    const runs: number[] = [];
    const { text, digitRuns } = source;
    if (!text.includes('+')) return [];
    let last = Number.NEGATIVE_INFINITY;
    for (let run = 0; run < digitRuns.length; run += 2) {
      const start = digitRuns[run] ?? 0;
      const end = digitRuns[run + 1] ?? 0;
      const plus = text[start - 1] === '+' || text.startsWith('+(', start - 2);
      if (plus) last = start;
      if (start - last < LONGEST_NUMBER) runs.push(start, end);
    }
    return find({ ...source, digitRuns: runs }, options).filter(
      ({ start }) => text[start] === '+' || text[start + 1] === '+',
    );
  },
};

/** Fifteen digits and their separators. */
const LONGEST_NUMBER = 40;

function find({ text, digitRuns }: ScannedText, { defaultCountry }: DetectorOptions): readonly Span[] {
  if (digitRuns.length === 0) return [];
  const plan = NumberingPlan.of(defaultCountry);
  const whole = text.trim();
  return new DigitGroups(text, digitRuns, RULE).find((windows) => {
    const found = phoneAmong(text, windows, plan);
    if (found !== undefined || whole.length > LONGEST_ANSWER) return found;
    const answer = windows.longest(9, 11, ({ start, end }) => isAnswer(text.slice(start, end), whole));
    return answer && { start: answer.start, end: answer.end, score: 0.5 };
  });
}

/** A phone number, its separators, and nothing else. */
const LONGEST_ANSWER = 20;

/**
 * Numbers of other countries are told only when they are the whole text: ten or eleven digits that begin with the zero
 * of a trunk call or stand in groups that break as phone numbers do.
 */
function isAnswer(written: string, whole: string): boolean {
  return written === whole.replace(/^[+(]+|[.!?]+$/g, '') && ANSWER.test(written);
}

const ANSWER =
  /^(?:0\d{9,10}|0?[1-9]\d{2}[ .)_-]{1,2}\d{3}[ .-]\d{4}|0?[ .-]?[( ]?[1-9]\d{2}[ .)-]{1,2}\d{3}[ .-]?\d{2}[ .-]?\d{2}|1[-_. ]\d{3}[-_. ]\d{3}[-_. ]\d{4}|0[1-9]\d[-_ ]\d{4}[-_ ]\d{4}|0\d[ -]\d{3,4}[ -]?\d{4}|0 \d \d{3} \d{4}|0[1-9](?:[ .-]\d{2}){4})$/;

/** The longest phone number among windows that start at the same digit. */
function phoneAmong(text: string, windows: WindowsFrom, plan: NumberingPlan): Span | undefined {
  const digits = windows.start;
  const opening = openingOf(text, digits);
  if (opening === undefined) return undefined;
  const { start, label, international } = opening;
  const [fewest, most] = international ? [7, 17] : label === 'none' ? plan.lengths : [7, 15];
  let found: Span | undefined;
  const number = windows.longest(fewest, most, (window) => {
    const end = endOf(text, window.end);
    if (goesOn(text, end)) return false;
    const score = scoreOf(window, text.slice(digits, end), opening, plan);
    found = { start, end, score };
    return score > 0;
  });
  if (number !== undefined) return found;
  if (label === 'none') return trunkCall(text, windows) ?? namedAfter(text, start, windows);
  if (label !== 'phone') return undefined;
  const stated = windows.longest(7, 15, (window) => !goesOn(text, endOf(text, window.end)));
  const isPartOfDate = windows.longest(7, 17, ({ end }) => isDate(text.slice(digits, end))) !== undefined;
  if (stated === undefined || isPartOfDate) return undefined;
  return { start, end: endOf(text, stated.end), score: 0.6 };
}

/** Ten or eleven digits in one piece that begin with the zero of a trunk call, as in most countries beyond America. */
function trunkCall(text: string, windows: WindowsFrom): Span | undefined {
  if (!/^0[1-9]$/.test(windows.prefix(2))) return undefined;
  const number = windows.ofLength(11) ?? windows.ofLength(10);
  if (number === undefined || number.sizes.length > 1 || goesOn(text, number.end)) return undefined;
  return { start: number.start, end: number.end, score: 0.5 };
}

/** "(020) 7946 0958 is my landline" */
function namedAfter(text: string, start: number, windows: WindowsFrom): Span | undefined {
  const number = windows.longest(
    7,
    15,
    ({ end }) => !goesOn(text, end) && wordsAfter(text, end).some((word) => PHONE_LABELS.has(word)),
  );
  if (number === undefined || isDate(text.slice(windows.start, number.end))) return undefined;
  return { start, end: number.end, score: 0.6 };
}

function scoreOf(
  { digits, sizes }: DigitWindow,
  written: string,
  { international, label }: Opening,
  plan: NumberingPlan,
): number {
  if (international) return isInternational(digits) ? 0.9 : 0;
  if (label === 'identifier' || isDate(written) || isDottedQuad(written)) return 0;
  if (plan.has(digits, sizes)) return sizes.length > 1 || label === 'phone' ? 0.8 : 0.5;
  return /[-.()]/.test(written) && plan.isUsualGrouping(sizes) ? 0.6 : 0;
}

/** Undefined when the characters before show that the digits belong to more than a phone number. */
function openingOf(text: string, digits: number): Opening | undefined {
  let start = digits;
  if (text[start - 1] === '(') start -= 1;
  if (text[start - 1] === '+') start -= 1;
  if (text[start] === '+' && text[start - 1] === '(') start -= 1;
  const international = text.slice(start, digits).includes('+') || text.startsWith('00', digits);
  const label = kindOf(text, start);
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

/** The nearest word that says something decides. */
function kindOf(text: string, start: number): Opening['label'] {
  for (const word of wordsBefore(text, start).slice(0, 4)) {
    if (PHONE_LABELS.has(word)) return 'phone';
    if (isIdentifierLabel(word)) return 'identifier';
  }
  // The end first: few texts go on to the long pattern.
  const near = text.slice(Math.max(0, start - 24), start);
  return NUMBER_BEFORE.test(near) && MY_NUMBER.test(text.slice(Math.max(0, start - 48), start))
    ? 'phone'
    : 'none';
}

const NUMBER_BEFORE = /(?:number|no|nr|#)(?:\sis|\sare|\swas|\shas changed to)?[\s:]*$/i;
