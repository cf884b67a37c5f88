import { isIdentifierLabel, wordsBefore } from '../label.js';
import { spansOf, wordSet } from '../labeled-values.js';
import { passesLuhn } from '../luhn.js';
import type { Detector } from './detector.js';

/**
 * Health identifiers that prove themselves: Medicare Beneficiary Identifiers by their form (CMS), NPI (Luhn over 80840
 * and the number, CMS), DEA numbers (check digit). Others where they are called so; without a word an NHS number looks
 * like a phone number.
 */
export const medicalId: Detector = {
  type: 'MEDICAL_ID',
  find: (text) =>
    spansOf(text, SHAPE, (value, start) => {
      const words = wordsBefore(text, start).slice(-2);
      if (words.some((word) => LABELS.has(word))) return (value.match(/\d/g)?.length ?? 0) >= 5 ? 0.8 : 0;
      if (isIdentifierLabel(words.at(-1))) return 0;
      const plain = value.replace(/[- ]/g, '').toUpperCase();
      return MBI.test(plain) || isNpi(plain) || isDea(plain) ? 0.9 : 0;
    }),
};

const SHAPE =
  /(?<![\w.-])(?:\d{3}[- ]\d{3}[- ]\d{4}|\d{4}[- ]\d{3}[- ]\d{3}|[1-9][a-z][a-z0-9]\d-?[a-z][a-z0-9]\d-?[a-z]{2}\d{2}|[a-z]{0,3}-?\d{5,12}|\d{4,6}[a-z]{1,3}\d{0,4})(?![\w-]|\.\d)/gi;
const LABELS = wordSet('mrn medical record patient nhs medicare medicaid npi dea mbi health provider');
const MBI =
  /^[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d[AC-HJKMNP-RT-Y]{2}\d\d$/;

function isNpi(plain: string): boolean {
  return /^[12]\d{9}$/.test(plain) && passesLuhn(`80840${plain}`);
}

function isDea(plain: string): boolean {
  if (!/^[A-Z]{2}\d{7}$/.test(plain)) return false;
  const [a, b, c, d, e, f, check] = [...plain.slice(2)].map(Number);
  return ((a ?? 0) + (c ?? 0) + (e ?? 0) + 2 * ((b ?? 0) + (d ?? 0) + (f ?? 0))) % 10 === check;
}
