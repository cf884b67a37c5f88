import { identifier } from '../engine/identifier.js';
import type { Detector } from './detector.js';

const UK_AREAS =
  'ab|al|b|ba|bb|bd|bh|bl|bn|br|bs|bt|bx|ca|cb|cf|ch|cm|co|cr|ct|cv|cw|da|dd|de|dg|dh|dl|dn|dt|dy|e|ec|eh|en|ex|fk|fy|g|gl|gu|gy|ha|hd|hg|hp|hr|hs|hu|hx|ig|im|ip|iv|je|ka|kt|kw|ky|l|la|ld|le|ll|ln|ls|lu|m|me|mk|ml|n|ne|ng|nn|np|nr|nw|ol|ox|pa|pe|ph|pl|po|pr|rg|rh|rm|s|sa|se|sg|sk|sl|sm|sn|so|sp|sr|ss|st|sw|sy|ta|td|tf|tn|tq|tr|ts|tw|ub|w|wa|wc|wd|wf|wn|wr|ws|wv|yo|ze';
const STATES =
  'AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|DC|PR';

const LABELS = 'postcode zip zipcode postal plz postleitzahl postal_code zip_code cp code_postal cap';

/** Postcodes of the UK (Royal Mail areas), Canada (no D F I O Q U) and, behind a word or a state, of other countries. */
export const postcodes = [
  identifier({
    type: 'POSTCODE',
    shape: `gir ?0aa|(?:${UK_AREAS})\\d(?:\\d|[a-hj-np-y])? ?\\d[abd-hjlnp-uw-z]{2}`,
    letters: 'some',
    digits: [2, 3],
    labels: LABELS,
    proof: (plain) => /^[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}$/.test(plain),
    unlabeled: 'anywhere',
  }),
  identifier({
    type: 'POSTCODE',
    shape: '[abceghj-nprstvxy]\\d[abceghj-nprstv-z][ ._-]?\\d[abceghj-nprstv-z]\\d',
    letters: 'some',
    digits: [3, 3],
    labels: LABELS,
    unlabeled: 'anywhere',
  }),
  identifier({
    type: 'POSTCODE',
    shape: '\\d{4,5}(?:-\\d{3,4})?|\\d{4} ?[a-z]{2}|\\d{3} \\d{2}',
    letters: 'any',
    digits: [4, 9],
    labels: LABELS,
    reach: 2,
    vetoes: 'file folder error archive',
  }),
];

/** US ZIP codes behind the abbreviation of a state. */
export const usZip: Detector = {
  type: 'POSTCODE',
  looksAt: 'codes',
  find: ({ text, codes }) => {
    const spans = [];
    for (const { start, end, digits, letters } of codes) {
      if (digits !== 5 || letters !== 0 || text[start - 1] !== ' ') continue;
      if (!STATE_BEFORE.test(text.slice(start - 5, start))) continue;
      ZIP.lastIndex = start;
      const value = ZIP.exec(text)?.[0];
      if (value !== undefined) spans.push({ start, end: Math.max(end, start + value.length), score: 0.8 });
    }
    return spans;
  },
};

const STATE_BEFORE = new RegExp(`(?:^|[\\s,])(?:${STATES}),? {1,2}$`);
const ZIP = /\d{5}(?:-\d{4})?(?![\w-])/y;
