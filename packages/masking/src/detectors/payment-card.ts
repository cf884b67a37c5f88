import { DigitGroups, type DigitWindow, type WindowRule, type WindowsFrom } from '../digit-groups.js';
import { isIdentifierLabel, wordSet, wordsBefore } from '../engine/context.js';
import type { Span } from '../engine/spans.js';
import type { ScannedText } from '../engine/text-scan.js';
import { passesLuhn } from '../luhn.js';
import type { Detector } from './detector.js';

/**
 * Payment card numbers: 13 to 19 digits, prefix and length of an issuer network, check digit by Luhn
 * (ISO/IEC 7812-1). After words like "card" a wrong check digit or an odd grouping does not matter, because people
 * mistype; so it is with sixteen digits in the groups that are printed on cards. After words like "order" only a right
 * check digit in those groups counts.
 */
export const paymentCard: Detector = { type: 'CREDIT_CARD', looksAt: 'codes', find };

/** First four digits of a network's cards, and the lengths that go with them. */
interface Network {
  readonly from: number;
  readonly to: number;
  readonly lengths: readonly number[];
}

/** Source: the networks' published ranges. */
const NETWORKS: readonly Network[] = [
  { from: 1000, to: 1999, lengths: [15] }, // UATP
  { from: 4000, to: 4999, lengths: [13, 16, 19] }, // Visa
  { from: 5100, to: 5599, lengths: [16] }, // Mastercard
  { from: 2221, to: 2720, lengths: [16] }, // Mastercard
  { from: 3400, to: 3499, lengths: [15] }, // American Express
  { from: 3700, to: 3799, lengths: [15] }, // American Express
  { from: 6011, to: 6011, lengths: [16, 17, 18, 19] }, // Discover
  { from: 6440, to: 6599, lengths: [16, 17, 18, 19] }, // Discover
  { from: 3000, to: 3059, lengths: [14, 15, 16, 17, 18, 19] }, // Diners Club
  { from: 3600, to: 3699, lengths: [14, 15, 16, 17, 18, 19] }, // Diners Club
  { from: 3800, to: 3999, lengths: [14, 15, 16, 17, 18, 19] }, // Diners Club
  { from: 3528, to: 3589, lengths: [16, 17, 18, 19] }, // JCB
  { from: 6200, to: 6299, lengths: [16, 17, 18, 19] }, // UnionPay
  { from: 5000, to: 5099, lengths: [13, 14, 15, 16, 17, 18, 19] }, // Maestro
  { from: 5600, to: 6999, lengths: [13, 14, 15, 16, 17, 18, 19] }, // Maestro
];

/** Most common first, so that a card followed by its security code is not taken as one longer number. */
const LENGTHS = [16, 15, 14, 19, 18, 17, 13];

const RULE: WindowRule = {
  separator: /^(?:[ \t]{1,3}|[ \t]{0,2}[-._/,*|~()][ \t]{0,2}|\r?\n)$/,
  separatorLength: 5,
  minDigits: 13,
  maxDigits: 19,
  maxGroups: 19,
};

const CARD_LABELS = wordSet(
  'card cards creditcard cardnumber credit debit visa mastercard amex discover maestro diners jcb unionpay cc pan ccn ' +
    'kreditkarte kartennummer karte carte tarjeta carta',
);

function find(source: ScannedText): readonly Span[] {
  const disguised = findDisguised(source);
  const plain = findPlain(source);
  if (disguised.length === 0) return plain;
  return [
    ...disguised,
    ...plain.filter(({ start, end }) => !disguised.some((card) => start < card.end && card.start < end)),
  ].sort((a, b) => a.start - b.start);
}

/** Cards with letters O, o, l and I for the digits 0 and 1, when all else proves one. */
function findDisguised({ text, codes }: ScannedText): readonly Span[] {
  const looksSo = codes.some(
    ({ start, end, letters }) =>
      (letters > 0 && LIKE_DIGITS.test(text.slice(start, end))) ||
      LIKE_DIGITS_AFTER.test(text.slice(end, end + 5)),
  );
  if (!looksSo) return [];
  const read = text.replace(LIKE_NUMBERS, (word) => word.replace(/[oO]/g, '0').replace(/[lI]/g, '1'));
  if (read.length !== text.length) return [];
  const runs: number[] = [];
  for (const { index, 0: digits } of read.matchAll(/\d+/g)) runs.push(index, index + digits.length);
  return new DigitGroups(read, runs, RULE)
    .find((windows) => {
      const card = cardAmong(read, windows, undefined);
      return card?.score === 1 ? card : undefined;
    })
    .filter(({ start, end }) => read.slice(start, end) !== text.slice(start, end));
}

const LIKE_DIGITS = /^[\dOolI]{2,19}$/;
const LIKE_DIGITS_AFTER = /^[ -][OolI]{3}/;
const LIKE_NUMBERS = /(?<![\p{L}\d])[\dOolI]{2,19}(?![\p{L}\d])/gu;

function findPlain({ text, digitRuns }: ScannedText): readonly Span[] {
  const { length } = text.trim();
  return new DigitGroups(text, digitRuns, RULE).find((windows) => {
    const label = wordsBefore(text, windows.start)
      .slice(0, 3)
      .find((word) => CARD_LABELS.has(word) || isIdentifierLabel(word));
    const card = cardAmong(text, windows, label);
    if (card !== undefined || length > LONGEST_ANSWER) return card;
    const answer = windows.ofLength(15);
    if (answer?.end !== windows.start + length || answer.sizes.join() !== '4,4,4,3') return undefined;
    return { start: answer.start, end: answer.end, score: 0.5 };
  });
}

/** A card number, its separators, and nothing else. */
const LONGEST_ANSWER = 24;

function cardAmong(text: string, windows: WindowsFrom, label: string | undefined): Span | undefined {
  const stated = label !== undefined && CARD_LABELS.has(label);
  const isGrouped = isIdentifierLabel(label) ? isGroupedInFours : isPlainlyGrouped;
  const networks = networksOf(windows);
  let mistyped: DigitWindow | undefined;
  for (const length of LENGTHS) {
    const known = networks.some(({ lengths }) => lengths.includes(length));
    const window = known || stated ? windows.ofLength(length) : undefined;
    if (window === undefined) continue;
    if (known && passesLuhn(window.digits) && (stated || isGrouped(window.sizes))) {
      return { start: window.start, end: window.end, score: 1 };
    }
    mistyped ??= window;
  }
  if (stated && mistyped) return { start: mistyped.start, end: mistyped.end, score: 0.7 };
  const printed = isIdentifierLabel(label) ? undefined : windows.ofLength(16);
  if (printed === undefined || !isGroupedInFours(printed.sizes) || isCutOut(text, printed)) return undefined;
  return { start: printed.start, end: printed.end, score: 0.6 };
}

const networksByPrefix = new Map<number, readonly Network[]>();

/** Networks whose cards begin like these windows, which all begin alike. */
function networksOf(windows: WindowsFrom): readonly Network[] {
  const prefix = Number(windows.prefix(4));
  let networks = networksByPrefix.get(prefix);
  if (networks === undefined) {
    networks = NETWORKS.filter(({ from, to }) => prefix >= from && prefix <= to);
    networksByPrefix.set(prefix, networks);
  }
  return networks;
}

/** Whether more digits stand before or after, as in the number of a parcel. */
function isCutOut(text: string, { start, end }: DigitWindow): boolean {
  return (
    /\d[ -]$/.test(text.slice(Math.max(0, start - 2), start)) || /^[ -]\d/.test(text.slice(end, end + 2))
  );
}

function isGroupedInFours(sizes: readonly number[]): boolean {
  return sizes.join() === '4,4,4,4';
}

/** In one piece, in equal groups with a shorter or equal rest, in fours, or as printed on Amex and Diners cards. */
function isPlainlyGrouped(sizes: readonly number[]): boolean {
  const [size = 0] = sizes;
  const equal = sizes.every((other, index) => other === size || (index === sizes.length - 1 && other < size));
  const fours = sizes.every((other) => other % 4 === 0);
  return equal || fours || ['4,6,5', '4,6,4'].includes(sizes.join());
}
