/** A copy of a text for matching, and the way back to the original. */
export interface NormalizedText {
  readonly text: string;
  /** Original span, in UTF-16 code units, of a span of `text` that is not empty. */
  originalSpan(start: number, end: number): { readonly start: number; readonly end: number };
}

/**
 * Undoes what hides a value from a pattern but not from a reader: compatibility forms (NFKC), digits of any script,
 * kinds of dash and space, characters without a width of their own, and numeric character references of HTML.
 */
export function normalizeText(original: string): NormalizedText {
  if (!NOT_ASCII.test(original) && !original.includes('&#')) {
    return { text: original, originalSpan: (start, end) => ({ start, end }) };
  }
  const parts: string[] = [];
  // For each code unit of the copy: where the character it came from starts and ends.
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  while (at < original.length) {
    const reference = original[at] === '&' ? referenceAt(original, at) : undefined;
    const character = reference?.character ?? String.fromCodePoint(original.codePointAt(at) ?? 0);
    const end = at + (reference?.length ?? character.length);
    const part = character < '\u0080' ? character : plainForm(character);
    parts.push(part);
    for (let unit = 0; unit < part.length; unit += 1) {
      starts.push(at);
      ends.push(end);
    }
    at = end;
  }
  return {
    text: parts.join(''),
    originalSpan: (start, end) => ({ start: starts[start] ?? 0, end: ends[end - 1] ?? 0 }),
  };
}

const NOT_ASCII = /[\u0080-\uffff]/;
/** Format characters (zero-width, soft hyphen, bidi controls), combining marks and blank letters. */
const INVISIBLE = /[\p{Cf}\p{M}\u115f\u1160\u3164]/gu;
const DASH = /[\p{Pd}\u2212]/gu;
const SPACE = /\p{Zs}/gu;
const DIGIT = /\p{Nd}/u;
const DIGITS = /\p{Nd}/gu;

/** A numeric character reference of HTML, as in `&#52;`. */
function referenceAt(text: string, at: number): { character: string; length: number } | undefined {
  REFERENCE.lastIndex = at;
  const match = REFERENCE.exec(text);
  if (match === null) return undefined;
  const code = match[1] === undefined ? Number(match[2]) : Number.parseInt(match[1], 16);
  return code > 0x10ffff ? undefined : { character: String.fromCodePoint(code), length: match[0].length };
}

const REFERENCE = /&#(?:x([0-9a-f]{1,6})|(\d{1,7}));/iy;

function plainForm(character: string): string {
  return character
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .replace(DASH, '-')
    .replace(SPACE, ' ')
    .replace(DIGITS, asciiDigit);
}

/**
 * Unicode encodes decimal digits as runs from zero to nine (stability policy, Numeric_Type=Decimal), so that the
 * distance from the start of the run tells the value.
 */
function asciiDigit(digit: string): string {
  const codePoint = digit.codePointAt(0) ?? 0;
  let zero = codePoint;
  while (DIGIT.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String((codePoint - zero) % 10);
}
