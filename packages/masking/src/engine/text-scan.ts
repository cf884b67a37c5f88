/** A run of ASCII letters, digits and underscores with at least one digit: where identifiers begin. */
export interface CodeToken {
  readonly start: number;
  readonly end: number;
  readonly digits: number;
  /** Letters of any script, and underscores. */
  readonly letters: number;
}

/** The words that some detector waits for; see {@link Vocabulary}. Numbers in lists, because a text can have very many. */
export class CueWords {
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #cues: number[] = [];

  get length(): number {
    return this.#starts.length;
  }

  add(start: number, end: number, cues: number): void {
    this.#starts.push(start);
    this.#ends.push(end);
    this.#cues.push(cues);
  }

  copy(from: CueWords, index: number): void {
    this.add(from.start(index), from.end(index), from.#cues[index] ?? 0);
  }

  start(index: number): number {
    return this.#starts[index] ?? 0;
  }

  end(index: number): number {
    return this.#ends[index] ?? 0;
  }

  has(index: number, cue: number): boolean {
    return ((this.#cues[index] ?? 0) & cue) !== 0;
  }

  at(index: number): { readonly start: number; readonly end: number } {
    return { start: this.start(index), end: this.end(index) };
  }

  /** The first from `index` on that a detector waits for; `length` when there is none. */
  next(index: number, cue: number): number {
    const { length } = this.#cues;
    let next = index;
    while (next < length && ((this.#cues[next] ?? 0) & cue) === 0) next += 1;
    return next;
  }
}

/** The places of a text that detectors look at, from one pass over it. All ascend. */
export interface ScannedText {
  readonly text: string;
  readonly codes: readonly CodeToken[];
  readonly words: CueWords;
  /** Longest runs of digits: start, end, start, end, … */
  readonly digitRuns: readonly number[];
  /** Places of `@`. */
  readonly atSigns: readonly number[];
  /** Places of `:`. */
  readonly colons: readonly number[];
  /** All bits of the cue words together. */
  readonly cues: number;
}

/** Words that begin something to look at, each with a bit for every detector that waits for it. */
export class Vocabulary {
  /** Hashes of the words in an open table, and what they mean. A word of equal hash costs a look and changes nothing. */
  readonly #hashes = new Int32Array(TABLE_SIZE);
  readonly #cues = new Int32Array(TABLE_SIZE);

  /** @param words fewer than half the size of the table */
  constructor(words: ReadonlyMap<string, number>) {
    for (const [word, cues] of words) {
      let hash = 0;
      for (let at = 0; at < word.length; at += 1) hash = nextHash(hash, word.charCodeAt(at));
      let slot = hash & MASK;
      while (this.#cues[slot] !== 0 && this.#hashes[slot] !== hash) slot = (slot + 1) & MASK;
      this.#hashes[slot] = hash;
      this.#cues[slot] = (this.#cues[slot] ?? 0) | cues;
    }
  }

  /** Whether some detector waits for the word. @param word of letters alone */
  knows(word: string): boolean {
    let hash = 0;
    for (let at = 0; at < word.length; at += 1) hash = nextHash(hash, word.charCodeAt(at));
    return this.#cuesOf(hash) !== 0;
  }

  #cuesOf(hash: number): number {
    for (let slot = hash & MASK; ; slot = (slot + 1) & MASK) {
      const cues = this.#cues[slot] ?? 0;
      if (cues === 0 || this.#hashes[slot] === hash) return cues;
    }
  }

  scan(text: string): ScannedText {
    const scanned = emptyScan(text);
    this.#read(scanned, 0, text.length);
    return scanned;
  }

  /**
   * The same as {@link scan} of the text when it differs from the one before only within the spans: what is away from
   * them is taken over. @param spans ascending, apart
   */
  scanAgain(
    before: ScannedText,
    text: string,
    spans: readonly { readonly start: number; readonly end: number }[],
  ): ScannedText {
    const scanned = emptyScan(text);
    scanned.cues = before.cues;
    const rest = new Rest(before);
    let until = 0;
    for (const span of spans) {
      let { start, end } = span;
      while (start > until && isWordKind(text.charCodeAt(start - 1))) start -= 1;
      while (end < text.length && isWordKind(text.charCodeAt(end))) end += 1;
      if (end <= until) continue;
      start = Math.max(start, until);
      rest.moveTo(scanned, start, end);
      this.#read(scanned, start, end);
      until = end;
    }
    rest.moveTo(scanned, text.length, text.length);
    return scanned;
  }

  /** Adds what stands from one place to another; no word may reach over either. */
  #read(into: MutableScan, from: number, length: number): void {
    const { text, codes, words, digitRuns, atSigns, colons } = into;
    let all = 0;
    let at = from;
    while (at < length) {
      const kind = kindOf(text.charCodeAt(at));
      if (kind === OTHER) {
        at += 1;
        continue;
      }
      if (kind === AT) {
        atSigns.push(at);
        at += 1;
        continue;
      }
      if (kind === COLON) {
        colons.push(at);
        at += 1;
        continue;
      }
      const start = at;
      let digits = 0;
      let hash = 0;
      // Of the letters before the last digits, which are the word when one digit ends it: "CVV2".
      let hashBefore = 0;
      let ownDigits = 0;
      let wasDigit = false;
      for (; at < length; at += 1) {
        const code = text.charCodeAt(at);
        const part = kindOf(code);
        if (part === DIGIT) {
          if (!wasDigit) {
            digitRuns.push(at);
            if (hash !== 0) hashBefore = hash;
            hash = 0;
            ownDigits = 0;
          }
          ownDigits += 1;
          digits += 1;
          wasDigit = true;
        } else if (part === LETTER) {
          if (wasDigit) digitRuns.push(at);
          wasDigit = false;
          // The last part of `client_secret` is the word that counts.
          if (code !== UNDERSCORE) hash = nextHash(hash, code);
          else if (hash !== 0) {
            hashBefore = hash;
            hash = 0;
          }
        } else {
          break;
        }
      }
      if (wasDigit) digitRuns.push(at);
      if (digits > 0) codes.push({ start, end: at, digits, letters: at - start - digits });
      if (digits === at - start || (wasDigit && ownDigits > 1)) continue;
      const cues = this.#cuesOf(wasDigit || hash === 0 ? hashBefore : hash);
      if (cues !== 0) {
        all |= cues;
        words.add(start, at, cues);
      }
    }
    into.cues |= all;
  }
}

interface MutableScan extends ScannedText {
  readonly codes: CodeToken[];
  readonly digitRuns: number[];
  readonly atSigns: number[];
  readonly colons: number[];
  cues: number;
}

function emptyScan(text: string): MutableScan {
  return { text, codes: [], words: new CueWords(), digitRuns: [], atSigns: [], colons: [], cues: 0 };
}

/** What of an earlier scan has not been taken over yet. */
class Rest {
  readonly #before: ScannedText;
  #code = 0;
  #word = 0;
  #run = 0;
  #atSign = 0;
  #colon = 0;

  constructor(before: ScannedText) {
    this.#before = before;
  }

  /** Takes over what stands before `start`, and leaves out what stands from there to `end`. */
  moveTo(into: MutableScan, start: number, end: number): void {
    const { codes, words, digitRuns, atSigns, colons } = this.#before;
    for (let code = codes[this.#code]; code !== undefined && code.start < end; code = codes[++this.#code]) {
      if (code.start < start) into.codes.push(code);
    }
    for (; this.#word < words.length && words.start(this.#word) < end; this.#word += 1) {
      if (words.start(this.#word) < start) into.words.copy(words, this.#word);
    }
    for (; this.#run < digitRuns.length && (digitRuns[this.#run] ?? 0) < end; this.#run += 2) {
      const runStart = digitRuns[this.#run] ?? 0;
      if (runStart < start) into.digitRuns.push(runStart, digitRuns[this.#run + 1] ?? 0);
    }
    this.#atSign = moveSigns(atSigns, this.#atSign, into.atSigns, start, end);
    this.#colon = moveSigns(colons, this.#colon, into.colons, start, end);
  }
}

function moveSigns(
  from: readonly number[],
  first: number,
  into: number[],
  start: number,
  end: number,
): number {
  let index = first;
  for (let at = from[index]; at !== undefined && at < end; at = from[++index]) if (at < start) into.push(at);
  return index;
}

function isWordKind(code: number): boolean {
  const kind = kindOf(code);
  return kind === LETTER || kind === DIGIT;
}

/** Whether the character belongs to a word: letters of any script and underscores. */
export function isLetterCode(code: number): boolean {
  return kindOf(code) === LETTER;
}

export function isDigitCode(code: number): boolean {
  return code >= 48 && code <= 57;
}

const UNDERSCORE = 95;
const TABLE_SIZE = 1 << 12;
const MASK = TABLE_SIZE - 1;

/** Upper and lower case of ASCII letters count as one. */
function nextHash(hash: number, code: number): number {
  return (Math.imul(hash, 31) + (code | 32)) | 0;
}

const OTHER = 0;
const LETTER = 1;
const DIGIT = 2;
const AT = 3;
const COLON = 4;

const ASCII_KINDS = asciiKinds();

function asciiKinds(): Uint8Array {
  const kinds = new Uint8Array(128);
  for (let code = 0; code < 128; code += 1) {
    const character = String.fromCharCode(code);
    if (/[A-Za-z_]/.test(character)) kinds[code] = LETTER;
    if (/\d/.test(character)) kinds[code] = DIGIT;
  }
  kinds[64] = AT;
  kinds[58] = COLON;
  return kinds;
}

/** Beyond ASCII by blocks, because a property escape for each character would cost more than all the rest. */
function kindOf(code: number): number {
  if (code < 128) return ASCII_KINDS[code] ?? OTHER;
  const isLetter =
    (code >= 0xc0 && code < 0x2000 && code !== 0xd7 && code !== 0xf7) || (code >= 0x3040 && code < 0xd800);
  return isLetter ? LETTER : OTHER;
}
