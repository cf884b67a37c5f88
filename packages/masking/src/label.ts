/**
 * The word that says what the value at `index` is, in lower case: `card` for "my card number is …". Undefined when
 * the words directly before the value name nothing.
 */
export function labelBefore(text: string, index: number): string | undefined {
  return wordsBefore(text, index).at(-1);
}

/** Whether the word names a number that is neither account nor phone number. */
export function isIdentifierLabel(word: string | undefined): boolean {
  return word !== undefined && IDENTIFIER_LABELS.has(word);
}

/** The words that may say what the value at `index` is, in lower case and in their order; see {@link labelBefore}. */
export function wordsBefore(text: string, index: number): readonly string[] {
  const from = Math.max(0, index - WINDOW);
  if (!wordEndsBefore(text, index, from)) return [];
  let before = text.slice(from, index);
  // The first word is left out where the window cuts it in two.
  if (from > 0) before = before.replace(/^\p{L}+/u, '');
  const words =
    before
      .slice(clauseStart(before))
      .toLowerCase()
      .match(/\p{L}+/gu) ?? [];
  return words.filter((word) => !CONNECTIVES.has(word));
}

/** Words for numbers that are neither account nor phone number, whatever their digits look like. */
export const IDENTIFIER_LABELS: ReadonlySet<string> = new Set(
  (
    'order orders tracking invoice ticket case reference ref sku item model version imei serial booking ' +
    'confirmation parcel shipment package id po part product article isbn ean upc'
  ).split(' '),
);

/** How far back a label is looked for, in characters. */
const WINDOW = 48;

const CONNECTIVES: ReadonlySet<string> = new Set(
  (
    'number numbers no nr num is was are the my our your its it this that a s me us at on of to be here new ' +
    'old current following'
  ).split(' '),
);

/** Spares most numbers in a long list of numbers the look at the words. */
function wordEndsBefore(text: string, index: number, from: number): boolean {
  let at = index;
  while (at > from && LIGHT.test(text[at - 1] ?? '')) at -= 1;
  return at > from && LETTER.test(text[at - 1] ?? '');
}

const LIGHT = /[\s.:#='’()+-]/;
const LETTER = /\p{L}/u;

/** Between label and value only words, space and light punctuation may stand, within one sentence. */
function clauseStart(before: string): number {
  let start = 0;
  for (const { index, 0: stop } of before.matchAll(CLAUSE_END)) start = index + stop.length;
  return start;
}

const CLAUSE_END = /[^\p{L}\s.:#='’()+-]|(?<!\b(?:no|nr|num|ref|acct|o\.b))\.\s/giu;
