import { countrySpecs, ValidationErrorsIBAN, validateIBAN } from 'ibantools';
import { wordsBefore } from '../engine/context.js';
import type { Span } from '../engine/spans.js';
import { isLetterCode, type ScannedText } from '../engine/text-scan.js';
import type { Detector } from './detector.js';

/**
 * International bank account numbers (ISO 13616): length and structure of the country, check digits by ISO 7064
 * mod 97-10. After the word IBAN wrong check digits do not matter, because people mistype.
 */
export const iban: Detector = { type: 'IBAN', looksAt: 'codes', find };

function find({ text, digitRuns }: ScannedText): readonly Span[] {
  const found: Span[] = [];
  let from = 0;
  for (let run = 0; run < digitRuns.length; run += 2) {
    const start = headOf(text, digitRuns[run] ?? 0);
    if (start === undefined || start < from) continue;
    const candidate = read(text, start);
    if (candidate === null) continue;
    const { errorCodes } = validateIBAN(candidate.value);
    // Check digits of a country's own, inside the account number, are not asked for.
    const proven = errorCodes.every((code) => code === ValidationErrorsIBAN.WrongAccountBankBranchChecksum);
    const mistyped = errorCodes.every(
      (code) =>
        code === ValidationErrorsIBAN.WrongIBANChecksum ||
        code === ValidationErrorsIBAN.WrongAccountBankBranchChecksum,
    );
    if (!proven && !(mistyped && wordsBefore(text, start).includes('iban'))) continue;
    found.push({ start, end: candidate.end, score: proven ? 1 : 0.7 });
    from = candidate.end;
  }
  return found;
}

/** Where the two letters of the country begin before its check digits, perhaps with a separator between. */
function headOf(text: string, digits: number): number | undefined {
  const start = isSeparator(text[digits - 1]) ? digits - 3 : digits - 2;
  if (!isLetter(text[start]) || !isLetter(text[start + 1])) return undefined;
  return isLetterCode(text.charCodeAt(start - 1)) && text[start - 1] !== '_' ? undefined : start;
}

function isLetter(character: string | undefined): boolean {
  return character !== undefined && /[A-Za-z]/.test(character);
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
