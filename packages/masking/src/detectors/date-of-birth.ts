import { findAfterCues } from '../engine/cued.js';
import type { Span } from '../engine/spans.js';
import type { Detector } from './detector.js';

/** Dates that are called a date of birth, before or after: "born on 22/11/1972", "1985-01-01 is my birthday". */
export const dateOfBirth: Detector = {
  type: 'DOB',
  cues: [
    'dob',
    'born',
    'birth',
    'birthday',
    'birthdate',
    'birthdays',
    'bday',
    'b',
    'geboren',
    'geburtsdatum',
    'geb',
    'naissance',
    'nacimiento',
    'nascita',
    'nascimento',
    'né',
    'née',
    'nacido',
    'nacida',
  ],
  find: (source, _options, cue) => {
    const after = findAfterCues(source, cue, {
      shape: DATE,
      reach: 48,
      digits: true,
      accept: isDob,
      score: 0.9,
    });
    const before: Span[] = [];
    for (
      let index = source.words.next(0, cue);
      index < source.words.length;
      index = source.words.next(index + 1, cue)
    ) {
      const word = source.words.at(index);
      if (word.end - word.start < 3) continue;
      // The link first: few words are behind one.
      if (!LINK_BEFORE.test(source.text.slice(Math.max(0, word.start - 24), word.start))) continue;
      const from = Math.max(0, word.start - 48);
      const match = DATE_BEFORE.exec(source.text.slice(from, word.start));
      if (match?.[1] === undefined) continue;
      const start = from + match.index + match[0].indexOf(match[1]);
      before.push({ start, end: start + match[1].length, score: 0.8 });
    }
    return [...after, ...before.filter(({ start }) => !after.some((span) => span.start === start))].sort(
      (a, b) => a.start - b.start,
    );
  },
};

const MONTH =
  '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez|ene|abr|ago|dic|janv|fév|avr|juin|juil|août|déc)[a-zà-ÿ]{0,7}\\.?';
const FORMS = [
  '(?<![\\w/.-])\\d{1,2}\\s?(?<a>[/. -])\\s?\\d{1,2}\\s?\\k<a>\\s?(?:19|20)?\\d{2}(?![\\w/-])',
  '(?<![\\w/.-])(?:19|20)\\d{2}(?<b>[/. -])\\d{1,2}\\k<b>\\d{1,2}(?![\\w/-])',
  '(?<![\\w/.-])(?:0[1-9]|[12]\\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\\d{2}(?![\\w/-])',
  '(?<![\\w/.-])(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])(?:19|20)\\d{2}(?![\\w/-])',
  '(?<![\\w/.-])(?:19|20)\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])(?![\\w/-])',
  `\\b${MONTH}[ -](?:the )?\\d{1,2}(?:st|nd|rd|th)?,?[ -](?:of )?(?:(?:19|20)\\d{2}|'?\\d{2})\\b`,
  `\\b\\d{1,2}(?:st|nd|rd|th|\\.)?[ -]{0,2}(?:of |de )?${MONTH}(?: de)?,?[ -]{0,2}(?:(?:19|20)\\d{2}|'?\\d{2})\\b`,
];
/** Only behind the word: many dates without a year stand before one. */
const WITHOUT_YEAR = [
  `\\b${MONTH} (?:the )?\\d{1,2}(?:st|nd|rd|th)?\\b`,
  `\\b\\d{1,2}(?:st|nd|rd|th)? (?:of )?${MONTH}\\b`,
];
const DATE = new RegExp([...FORMS, ...WITHOUT_YEAR].join('|'), 'i');
const DATE_BEFORE = new RegExp(
  `(${FORMS.join('|')})\\s?(?:is|was|=|\\(|as|-)\\s?(?:my|his|her|their|the|your|our)?\\s?(?:date of\\s)?$`,
  'i',
);

const LINK_BEFORE = /(?:is|was|=|\(|as|-)\s?(?:my|his|her|their|the|your|our)?\s?(?:date of\s)?$/i;

/** The two words of "d.o.b." count when the last of them is meant. */
function isDob(value: string, between: string, cue: string, before: string): boolean {
  if (cue === 'b') return /o\.? ?$/i.test(before);
  const hasYear = /\d{4}|\d[^\d]+\d+[^\d]+\d|'\d\d|\d\D+\d\d$/.test(value);
  if (!hasYear && !/^\W{0,3}(?:is|was|on)?(?: on)?\W{0,3}$/.test(between)) return false;
  return !/\b(?:order|ordered|deliver\w*|arriv\w*|ship\w*|expires?|appointment)\b/i.test(between);
}
