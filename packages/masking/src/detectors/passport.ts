import { passesIcao } from '../checks.js';
import { identifier } from '../engine/identifier.js';

const LABELS =
  'passport passports passportnumber passportno pass reisepass passnummer pasaporte passeport passaporto passaporte paspoort travel_document';

/** Passport numbers: six to nine letters and digits (ICAO 9303-3), where they are called so. */
export const passport = identifier({
  type: 'PASSPORT',
  shape: '[a-z]{1,3}[ ._-]?\\d{6,8}[a-z]?|[a-z0-9]{6,10}',
  letters: 'any',
  prefixed: true,
  digits: [4, 9],
  labels: LABELS,
  reach: 5,
  vetoes: 'boarding office',
  strict: true,
  proof: (plain) => (plain.match(/\d/g)?.length ?? 0) >= 4,
  // Two letters and six digits, as Canada and others issue them; not the usual heads of order numbers.
  alone:
    /^(?!(?:po|so|id|no|nr|in|or|tr))[a-z]{2}[ ._-]?\d{6}$|^(?!ord|inv|ref|trk|tkt|sku|rma|cas)[a-z]{3}\d{6}$/i,
});

/** German passports and identity cards: nine characters without vowels and a check digit (ICAO 9303-3 §4.9). */
export const germanPassport = identifier({
  type: 'PASSPORT',
  shape: '[cfghjklmnprtvwxyz][cfghjklmnprtvwxyz0-9]{8}\\d?',
  letters: 'some',
  digits: [2, 9],
  labels: `${LABELS} ausweis personalausweis ausweisnummer`,
  proof: (plain) => plain.length === 10 && passesIcao(plain),
  unlabeled: 'anywhere',
  alone: /^[cfghjklmnprtvwxyz](?=.*\d.*\d.*\d)[cfghjklmnprtvwxyz0-9]{7}\d$/i,
});
