import { isConnective, wordsAfter, wordsBefore } from './context.js';
import type { Identifier } from './identifier.js';
import type { TypedSpan } from './spans.js';
import { type CodeToken, isDigitCode, isLetterCode, type ScannedText } from './text-scan.js';

/** What a word says about the value beside it. */
interface Label {
  /** Identifiers that the word names on its own. */
  readonly alone: number[];
  /** And together with the word before it. */
  readonly after: Map<string, number[]>;
}

/** Which identifiers are tried without a name: by what the token is made of, then by the digits at hand. */
type Unlabeled = readonly (readonly Identifier[])[];

/**
 * Many identifiers in one walk over the code tokens of a text. Only those are tried that a word beside the token names,
 * or that can be told without a name and may have so many digits.
 */
export class Identifiers {
  readonly #all: readonly Identifier[];
  readonly #labels = new Map<string, Label>();
  readonly #digitsOnly: Unlabeled;
  readonly #withLetters: Unlabeled;
  readonly #prefixed: Unlabeled;

  /** @param all the better proven ones first */
  constructor(all: readonly Identifier[]) {
    this.#all = all;
    const unlabeled = all.filter((each) => each.unlabeled);
    this.#digitsOnly = byDigits(unlabeled.filter(({ letters }) => letters !== 'some'));
    this.#withLetters = byDigits(unlabeled.filter(({ letters }) => letters !== 'none'));
    this.#prefixed = byDigits(unlabeled.filter(({ letters, prefixed }) => letters !== 'none' && prefixed));
    for (const [index, { labels }] of all.entries()) for (const label of labels) this.#addLabel(label, index);
  }

  /** The words that must be among the cue words of a text. */
  get labels(): readonly string[] {
    return [...this.#labels.keys()];
  }

  /** All words that bear on what a value is. */
  get words(): ReadonlySet<string> {
    return new Set(
      this.#all.flatMap(({ labels, vetoes }) => [
        ...[...labels].flatMap((label) => label.split(' ')),
        ...vetoes,
      ]),
    );
  }

  /** @param cue bit of the labels */
  find({ text, codes, words }: ScannedText, cue: number): readonly TypedSpan[] {
    const found: TypedSpan[] = [];
    const whole = { start: text.length - text.trimStart().length, end: text.trimEnd().length };
    let from = 0;
    let word = 0;
    for (let index = 0; index < codes.length; index += 1) {
      const token = codes[index];
      if (token === undefined || token.start < from) continue;
      let near = false;
      for (; word < words.length && words.start(word) <= token.start + NEAR; word += 1) {
        near = words.has(word, cue) && words.end(word) >= token.start - NEAR;
        if (near) break;
      }
      const span = this.#at(text, codes, index, Math.max(from, this.#prefixStart(text, token)), whole, near);
      if (span === undefined) continue;
      found.push(span);
      from = span.end;
    }
    return found;
  }

  #at(
    text: string,
    codes: readonly CodeToken[],
    index: number,
    prefix: number,
    whole: Whole,
    near: boolean,
  ): TypedSpan | undefined {
    const token = codes[index];
    if (token === undefined) return undefined;
    const ahead = lookAhead(text, codes, index);
    const place: Candidate = { text, start: token.start, prefix, digits: ahead.digits, whole };
    if (near) {
      const before = this.#named(wordsBefore(text, token.start));
      const named = before === undefined ? undefined : firstOf(before, place, true);
      if (named !== undefined) return named;
      const words = wordsAfter(text, ahead.end);
      const after = words.length === 0 ? undefined : this.#named(words.toReversed(), words.length);
      const follows = after === undefined ? undefined : firstOf(after, place, true);
      if (follows !== undefined) return follows;
    }
    const digits = Math.min(ahead.digits, FAR);
    const spelled =
      token.letters > 0 || ahead.shortWord
        ? this.#withLetters
        : prefix < token.start
          ? this.#prefixed
          : undefined;
    const lettered = spelled?.[digits];
    const span = lettered === undefined ? undefined : firstOf(lettered, place, false);
    if (span !== undefined || token.letters > 0) return span;
    return firstOf(this.#digitsOnly[digits] ?? [], place, false);
  }

  /** Those that the words name, the nearest word first. */
  #named(words: readonly string[], reach?: number): readonly Identifier[] | undefined {
    let named: Identifier[] | undefined;
    for (const [distance, word] of words.entries()) {
      const label = this.#labels.get(word);
      if (label === undefined) continue;
      const pair = label.after.get(words[distance + 1] ?? '');
      for (const index of pair === undefined ? label.alone : [...pair, ...label.alone]) {
        const each = this.#all[index];
        if (each === undefined || distance >= (reach ?? each.reach)) continue;
        named ??= [];
        named.push(each);
      }
    }
    return named;
  }

  /** Where a short word begins that stands directly before the token; the token's start when there is none. */
  #prefixStart(text: string, { start }: CodeToken): number {
    let at = start - 1;
    if (!SEPARATORS.has(text[at] ?? '')) return start;
    while (start - 1 - at < LONGEST_PREFIX && isLetterCode(text.charCodeAt(at - 1))) at -= 1;
    if (at === start - 1 || isLetterCode(text.charCodeAt(at - 1))) return start;
    const word = text.slice(at, start - 1).toLowerCase();
    const separated = text[start - 1] === ' ';
    return separated && (isConnective(word) || this.#labels.has(word)) ? start : at;
  }

  #addLabel(label: string, index: number): void {
    const [last = '', before] = label.split(' ').reverse();
    const entry = this.#labels.get(last) ?? { alone: [], after: new Map<string, number[]>() };
    this.#labels.set(last, entry);
    if (before === undefined) entry.alone.push(index);
    else entry.after.set(before, [...(entry.after.get(before) ?? []), index]);
  }
}

interface Whole {
  readonly start: number;
  readonly end: number;
}

/** A token that may begin an identifier. */
interface Candidate {
  readonly text: string;
  readonly start: number;
  /** Where the short word before it begins, or its start. */
  readonly prefix: number;
  readonly digits: number;
  readonly whole: Whole;
}

/** What the first of the identifiers that accepts the candidate makes of it. */
function firstOf(
  identifiers: readonly Identifier[],
  place: Candidate,
  labeled: boolean,
): TypedSpan | undefined {
  const { text, start, prefix, digits, whole } = place;
  for (const each of identifiers) {
    if (each.minDigits > digits) continue;
    let from = start;
    let value = each.prefixed && prefix < start ? read(text, each.shape, prefix) : undefined;
    if (value === undefined) value = read(text, each.shape, start);
    else from = prefix;
    if (value === undefined) continue;
    const end = from + value.length;
    if (!labeled && isCutOut(text, from, end, value)) continue;
    const score = each.judge(value, {
      labeled,
      words: wordsBefore(text, from),
      alone: from === whole.start && end >= whole.end - 1,
    });
    if (score > 0) return { start: from, end, score, type: each.type };
  }
  return undefined;
}

/** Whether a number in groups is only a part of more groups of digits with the same separator. */
function isCutOut(text: string, start: number, end: number, value: string): boolean {
  const separator = GROUPED.exec(value)?.[1];
  if (separator === undefined) return false;
  return (
    (text[start - 1] === separator && isDigitCode(text.charCodeAt(start - 2))) ||
    (text[end] === separator && isDigitCode(text.charCodeAt(end + 1)))
  );
}

const GROUPED = /^\d+([ .-])[\d .-]+$/;

/** For each number of digits those that need no more. */
function byDigits(identifiers: readonly Identifier[]): Unlabeled {
  return Array.from({ length: FAR + 1 }, (_, digits) =>
    identifiers.filter(({ minDigits }) => minDigits <= digits),
  );
}

interface Ahead {
  /** Digits of the token and of those that may belong to it. */
  readonly digits: number;
  /** Where the groups that are joined to the token end. */
  readonly end: number;
  /** Whether letters follow after one separator that may belong to the token, as in `34 ABC 1234`. */
  readonly shortWord: boolean;
}

/** How far from a token a label is looked for, in characters. */
const NEAR = 96;

/** Far enough for every identifier, and no farther: the next tokens look ahead themselves. */
const FAR = 20;

/** Longest stretch of letters and separators within an identifier, as in `34 ABC 1234`. */
const LONGEST_GAP = 6;

function lookAhead(text: string, codes: readonly CodeToken[], first: number): Ahead {
  let digits = 0;
  let end = 0;
  let joinedEnd = 0;
  for (let index = first; digits < FAR; index += 1) {
    const token = codes[index];
    if (token === undefined || (index > first && token.start - end > LONGEST_GAP)) break;
    if (index === first || (joinedEnd === end && token.start - end === 1)) joinedEnd = token.end;
    digits += token.digits;
    end = token.end;
  }
  const after = (codes[first]?.end ?? 0) + 1;
  let letters = after;
  while (letters < after + 4 && isLetterCode(text.charCodeAt(letters))) letters += 1;
  return { digits, end: joinedEnd, shortWord: letters > after && letters < after + 4 };
}

/** Longest word before the first digit of an identifier, as in `MORGA 753 116 SM91J`. */
const LONGEST_PREFIX = 5;

const SEPARATORS: ReadonlySet<string> = new Set(' -._');

function read(text: string, shape: RegExp, start: number): string | undefined {
  shape.lastIndex = start;
  return shape.exec(text)?.[0];
}
