import type { Span } from '../engine/spans.js';
import type { ScannedText } from '../engine/text-scan.js';
import type { Detector } from './detector.js';

/** Postal addresses: number, name and kind of street (USPS Publication 28, appendix C), or the other way round in German. */
export const postalAddress: Detector = {
  type: 'ADDRESS',
  looksAt: 'codes',
  cues: [
    'straße',
    'strasse',
    'str',
    'weg',
    'gasse',
    'platz',
    'allee',
    'box',
    'rue',
    'calle',
    'via',
    'avenida',
  ],
  find,
};

const KINDS =
  'street|st|avenue|ave|av|road|rd|boulevard|blvd|lane|ln|drive|dr|court|ct|place|pl|square|sq|terrace|ter|trail|trl|parkway|pkwy|highway|hwy|circle|cir|way|close|crescent|cres|gardens|gdns|grove|mews|row|alley|aly|plaza|plz|loop|walk|hill|ridge|view|park|crossing|xing|turnpike|pike|broadway';
const UNIT = '(?:,? ?(?:apt|apartment|unit|suite|ste|flat|floor|fl|room|rm|#)\\.? ?#?[\\w-]{1,8})';
const DIRECTION = '(?:[NSEW]{1,2}|north|south|east|west)\\.? ';
const STREET = new RegExp(
  `\\d{1,6}[a-z]?(?:[-/]\\d{1,5})?,? (?:${DIRECTION})?(?:[^\\s,;:!?()[\\]]{1,24} ){1,3}?(?:${KINDS})\\b\\.?(?: (?:${DIRECTION.trimEnd()})(?![\\w]))?${UNIT}?`,
  'iyu',
);
const BROADWAY = new RegExp(`\\d{1,6} (?:${DIRECTION})?broadway\\b${UNIT}?`, 'iyu');
const PO_BOX = /(?<=\bp\.? ?o\.? ?)box \d{1,8}/iy;
const GERMAN =
  /[A-ZÄÖÜ][A-Za-zÄÖÜäöüß-]{1,30}(?:straße|strasse|str\.|weg|gasse|platz|allee|ufer|damm|ring) ?\d{1,4} ?[a-z]?(?![A-Za-zäöüß\d])/y;
const FRENCH =
  /(?:rue|avenue|boulevard|place|chemin|allée|quai|impasse)(?: (?:de|du|des|la|le|l['’]))*(?: ?[^\s\d,.;:!?()]{2,20}){1,4}/iy;
const NUMBER_BEFORE = /(?:^|[^\w.,])(\d{1,4}(?: ?(?:bis|ter))?,? )$/i;
const SPANISH =
  /(?:calle|avenida|avda\.?|plaza|paseo|via|viale|piazza|corso)(?: (?:de|del|la|las|los))*(?: [^\s\d,.;:!?()]{2,20}){1,3},? (?:n[º°.]? ?)?\d{1,4}/iy;
/** What people count beside words that are also streets: "2 way", "5 star drive". */
const COUNTED =
  /^\d+[a-z]?,? (?:days?|weeks?|months?|years?|hours?|minutes?|mins?|times?|of|or|and|more|way|different|items?|pairs?|people|percent|am|pm|miles?|in|on|at|to|the|is|a|per|inch|business|working|new|other|gb|tb|star)\b/i;

function find({ text, codes, words }: ScannedText, _options: unknown, cue: number): readonly Span[] {
  const spans: Span[] = [];
  const add = (start: number, value: string | undefined, score: number): void => {
    if (value !== undefined && start >= (spans.at(-1)?.end ?? 0))
      spans.push({ start, end: start + value.length, score });
  };
  for (const { start, end, digits } of codes) {
    if (digits > 6 || end - start > 7 || (text[end] !== ' ' && text[end] !== ',' && text[end] !== '-'))
      continue;
    if (/[\w#$€£.:/-]/.test(text[start - 1] ?? ' ')) continue;
    const street = at(STREET, text, start) ?? at(BROADWAY, text, start);
    if (
      street !== undefined &&
      !COUNTED.test(street) &&
      isNamed(street, text.slice(Math.max(0, start - 32), start))
    )
      add(start, street, 0.7);
  }
  const labeled: Span[] = [];
  for (let index = words.next(0, cue); index < words.length; index = words.next(index + 1, cue)) {
    const word = words.at(index);
    const start = word.start;
    const value = at(PO_BOX, text, start) ?? at(SPANISH, text, start);
    if (value !== undefined) labeled.push({ start, end: start + value.length, score: 0.8 });
    const number = NUMBER_BEFORE.exec(text.slice(Math.max(0, start - 10), start))?.[1];
    const french = number === undefined ? undefined : at(FRENCH, text, start);
    if (number !== undefined && french !== undefined) {
      labeled.push({ start: start - number.length, end: start + french.length, score: 0.8 });
    }
  }
  for (const { start } of codes) {
    const from = germanStart(text, start);
    const value = from === undefined ? undefined : at(GERMAN, text, from);
    if (from !== undefined && value !== undefined)
      labeled.push({ start: from, end: from + value.length, score: 0.8 });
  }
  return [...spans, ...labeled]
    .sort((a, b) => a.start - b.start)
    .filter(({ start }, index, all) => index === 0 || start >= (all[index - 1]?.end ?? 0));
}

/** A street has a name with a capital or a number in it, unless somebody is said to live or something to go there. */
function isNamed(street: string, before: string): boolean {
  return /^\d\S*,? (?:.* )?(?:\p{Lu}|\d+(?:st|nd|rd|th))/u.test(street) || ADDRESS_BEFORE.test(before);
}

const ADDRESS_BEFORE =
  /\b(?:address|lives?|living|reside|residing|ship\w*|deliver\w*|mail|moved|send|sent|located|home|house)\b[^.!?]*$/i;

const GERMAN_ENDS = new Set(['aße', 'sse', 'tr.', 'weg', 'atz', 'lee', 'fer', 'amm', 'ing']);

function germanStart(text: string, number: number): number | undefined {
  if (!GERMAN_ENDS.has(text.slice(number - 4, number - 1))) return undefined;
  const before = text.slice(Math.max(0, number - 44), number);
  const match =
    /(?:^|[^A-Za-zÄÖÜäöüß])([A-ZÄÖÜ][A-Za-zÄÖÜäöüß-]{1,30}(?:straße|strasse|str\.|weg|gasse|platz|allee|ufer|damm|ring) ?)$/.exec(
      before,
    );
  return match?.[1] === undefined ? undefined : number - match[1].length;
}

function at(shape: RegExp, text: string, start: number): string | undefined {
  shape.lastIndex = start;
  return shape.exec(text)?.[0];
}
