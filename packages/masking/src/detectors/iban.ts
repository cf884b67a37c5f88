import { countrySpecs, ValidationErrorsIBAN, validateIBAN } from 'ibantools';
import type { Detection } from '../entity.js';
import { labelBefore } from '../label.js';
import type { Detector } from './detector.js';

/**
 * International bank account numbers (ISO 13616): length and structure of the country, check digits by ISO 7064
 * mod 97-10. After the word IBAN wrong check digits do not matter, because people mistype.
 */
export const iban: Detector = { type: 'IBAN', find };

/** Country and check digits; no letter directly before. */
const HEAD = /(?<!\p{L})[A-Za-z]{2}[ -]?\d{2}/gu;

function find(text: string): readonly Omit<Detection, 'type'>[] {
  const found: Omit<Detection, 'type'>[] = [];
  let from = 0;
  for (const { index: start } of text.matchAll(HEAD)) {
    if (start < from) continue;
    const candidate = read(text, start);
    if (candidate === null) continue;
    const { valid: proven, errorCodes } = validateIBAN(candidate.value);
    const mistyped = errorCodes.every((code) => code === ValidationErrorsIBAN.WrongIBANChecksum);
    if (!proven && !(mistyped && labelBefore(text, start) === 'iban')) continue;
    found.push({ start, end: candidate.end, score: proven ? 1 : 0.7 });
    from = candidate.end;
  }
  return found;
}

/** As many letters and digits as the country's IBANs have, with at most one separator between two of them. */
function read(text: string, start: number): { value: string; end: number } | null {
  const length = countrySpecs[text.slice(start, start + 2).toUpperCase()]?.chars ?? 0;
  let value = '';
  let end = start;
  while (value.length < length) {
    if (!isAlphanumeric(text[end]) && value !== '' && isSeparator(text[end])) end += 1;
    const character = text[end];
    if (character === undefined || !isAlphanumeric(character)) return null;
    value += character.toUpperCase();
    end += 1;
  }
  return value === '' || continues(text, end) ? null : { value, end };
}

function isSeparator(character: string | undefined): boolean {
  return character === ' ' || character === '-' || character === '.' || character === '\n';
}

function isAlphanumeric(character: string | undefined): boolean {
  return character !== undefined && /[A-Za-z0-9]/.test(character);
}

/** True when the value's last character and the next one belong to one word or number. */
function continues(text: string, end: number): boolean {
  const pair = text.slice(end - 1, end + 1);
  return /^(?:\d\d|[A-Za-z]{2})$/.test(pair);
}
