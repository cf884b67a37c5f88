import { isDigitCode, isLetterCode } from './text-scan.js';

/**
 * The words before a value that may say what it is: lower case, nearest first, within its clause. Words that carry no
 * meaning here ("number", "is", "my") are left out.
 */
export function wordsBefore(text: string, index: number): readonly string[] {
  const words: string[] = [];
  const from = Math.max(0, index - WINDOW);
  let at = index;
  while (at > from && words.length < MOST_WORDS) {
    const code = text.charCodeAt(at - 1);
    if (isLetterCode(code) && code !== UNDERSCORE) {
      const end = at;
      while (at > from && isLetterCode(text.charCodeAt(at - 1)) && text.charCodeAt(at - 1) !== UNDERSCORE)
        at -= 1;
      // A word that the window cuts in two is none.
      if (at === from && from > 0 && isLetterCode(text.charCodeAt(at - 1))) break;
      const word = text.slice(at, end).toLowerCase();
      if (!CONNECTIVES.has(word)) words.push(word);
    } else if (
      isDigitCode(code) &&
      endsWord(text, at) &&
      at - 1 > from &&
      isLetterCode(text.charCodeAt(at - 2))
    ) {
      // The digit of a word, as in "CVV2".
      at -= 1;
    } else if (code === SLASH && isLetterCode(text.charCodeAt(at)) && isLetterCode(text.charCodeAt(at - 2))) {
      at -= 1;
      if (words.at(-1) === 'c' && text.charCodeAt(at - 1) === SMALL_A) words.splice(-1, 1, 'acct');
    } else if (code === FULL_STOP ? endsSentence(text, at - 1) : !isLight(code)) {
      break;
    } else {
      at -= 1;
    }
  }
  return words;
}

/** The words after a value, in order, when it is linked to them: "… is my birthday". Otherwise none. */
export function wordsAfter(text: string, index: number): readonly string[] {
  if (text.charCodeAt(index) !== SPACE) return [];
  LINKED.lastIndex = index;
  const clause = LINKED.exec(text)?.[1];
  if (clause === undefined) return [];
  return clause
    .toLowerCase()
    .split(/[^a-zà-ɏͰ-ӿ]+/)
    .filter((word) => word !== '' && !CONNECTIVES.has(word));
}

/** Whether the word names a number that is neither account nor phone number. */
export function isIdentifierLabel(word: string | undefined): boolean {
  return word !== undefined && IDENTIFIER_LABELS.has(word);
}

/** Whether the word says nothing about the value beside it. */
export function isConnective(word: string): boolean {
  return CONNECTIVES.has(word);
}

/** A set of the words in a text. */
export function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(/\s+/));
}

/** Words for numbers that are neither account nor phone number, whatever their digits look like. */
const IDENTIFIER_LABELS: ReadonlySet<string> = wordSet(
  'order orders tracking invoice ticket case reference ref sku item items model version imei serial booking ' +
    'confirmation parcel shipment package id po part product article isbn ean upc transaction bestellung ' +
    'bestellnummer rechnung sendung commande pedido flight gate room build release chapter section page line',
);

/** How far a label is looked for, in characters and in words that mean something. */
const WINDOW = 64;
const MOST_WORDS = 8;

const CONNECTIVES: ReadonlySet<string> = wordSet(
  'number numbers no nr num is was are the my our your its it this that a s me us at on of to be here new ' +
    'old current following and as in for es en mi su numero número ist mein meine der die das est mon ma le la de',
);

const UNDERSCORE = 95;
const FULL_STOP = 46;
const SPACE = 32;
const SLASH = 47;
const SMALL_A = 97;

/** Space and punctuation that may stand between a label and its value. */
const LIGHT = new Uint8Array(128);
for (const character of ' \t\r\n:#=\'"`()+-_*|>') LIGHT[character.charCodeAt(0)] = 1;

function isLight(code: number): boolean {
  return code < 128 ? LIGHT[code] === 1 : code === 0x2019;
}

function endsWord(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return !isLetterCode(code) && !isDigitCode(code);
}

const ABBREVIATIONS = wordSet('no nr num ref acct b tel ph id idnr lic reg pat med mob exp sec soc');

/** A full stop before a space, unless it belongs to "no." or "d.o.b.". */
function endsSentence(text: string, at: number): boolean {
  const next = text.charCodeAt(at + 1);
  if (isLetterCode(next) || isDigitCode(next)) return false;
  let start = at;
  while (start > 0 && at - start < 6 && isLetterCode(text.charCodeAt(start - 1))) start -= 1;
  return !ABBREVIATIONS.has(text.slice(start, at).toLowerCase());
}

const LINKED = / (?:(?:is|was|are|es|en|ist|est|as) |[=(] ?)((?:[A-Za-zÀ-ɏͰ-ӿ’'-]{1,24}(?!\w)[ )]?){1,7})/y;
