import { passesLuhn, weightedSum } from '../checks.js';
import { identifier } from '../engine/identifier.js';

/**
 * Health identifiers that prove themselves: Medicare (MBI form, CMS), NPI (Luhn over 80840 and the number, CMS), DEA
 * registrations, NHS numbers (mod 11), Australian Medicare cards, German KVNR and LANR. Others where they are called so.
 */
export const medicalIds = [
  identifier({
    type: 'MEDICAL_ID',
    shape:
      '[1-9][ac-hj-kmnp-rt-y][ac-hj-kmnp-rt-y0-9]\\d-?[ac-hj-kmnp-rt-y][ac-hj-kmnp-rt-y0-9]\\d-?[ac-hj-kmnp-rt-y]{2}\\d\\d',
    letters: 'some',
    digits: [4, 9],
    labels: 'mbi medicare beneficiary',
    unlabeled: 'anywhere',
  }),
  identifier({
    type: 'MEDICAL_ID',
    shape: '[12]\\d{9}',
    letters: 'none',
    digits: [10, 10],
    labels: 'npi provider',
    proof: (plain) => passesLuhn(`80840${plain}`),
    unlabeled: 'alone',
  }),
  identifier({
    type: 'MEDICAL_ID',
    shape: '[a-z][a-z9]\\d{7}',
    letters: 'some',
    digits: [7, 8],
    labels: 'dea registration',
    proof: (plain) =>
      (weightedSum(plain.slice(2), [1, 0, 1, 0, 1]) + 2 * weightedSum(plain.slice(2), [0, 1, 0, 1, 0, 1])) %
        10 ===
      Number(plain[8]),
    unlabeled: 'anywhere',
  }),
  identifier({
    type: 'MEDICAL_ID',
    shape: '\\d{3}[ -]?\\d{3}[ -]?\\d{4}',
    letters: 'none',
    digits: [10, 10],
    labels: 'nhs',
    reach: 4,
    // A number that may be a North American phone number is taken for one.
    proof: (plain) =>
      weightedSum(plain, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0 && !/^[2-9]\d\d[2-9]/.test(plain),
    unlabeled: 'alone',
  }),
  identifier({
    type: 'MEDICAL_ID',
    shape: '[2-6]\\d{3} ?\\d{5} ?\\d(?:[ /-]?\\d)?',
    letters: 'none',
    digits: [10, 11],
    labels: 'medicare ihi',
    proof: (plain) => weightedSum(plain, [1, 3, 7, 9, 1, 3, 7, 9, -1]) % 10 === 0,
    unlabeled: 'separated',
  }),
  identifier({
    type: 'MEDICAL_ID',
    shape: '[a-z]\\d{9}',
    letters: 'some',
    digits: [9, 9],
    labels:
      'kvnr krankenkasse krankenversichertennummer egk krankenversicherung versichertennummer gesundheitskarte',
    proof: passesKvnr,
    unlabeled: 'anywhere',
  }),
  identifier({
    type: 'MEDICAL_ID',
    shape: '\\d{9}',
    letters: 'none',
    digits: [9, 9],
    labels: 'lanr arztnummer bsnr betriebsstättennummer',
  }),
  identifier({
    type: 'MEDICAL_ID',
    shape:
      '\\d{3}[ -]\\d{3}[ -]\\d{4}|\\d{2,4}-\\d{2,4}-\\d{2,6}|[a-z]{0,4}[ -]?\\d{4,12}(?:-\\d{1,6})?[a-z]{0,3}\\d{0,4}|[a-z0-9]{3,6}-[a-z0-9]{3,6}(?:-[a-z0-9]{2,6})?|[a-z]{1,4}\\d[a-z0-9]{4,12}',
    letters: 'any',
    prefixed: true,
    digits: [4, 16],
    labels:
      'mrn medicare medical medical_record health_record patient patient_id nhs medicaid health health_card health_plan hic hicn chi ' +
      'insurance_id member_id insurance_policy insurance_number health_insurance subscriber beneficiary prescription rx medrec',
    strict: true,
    proof: (plain) => (plain.match(/\d/g)?.length ?? 0) >= 4,
    vetoes: 'travel car home pet phone gift warranty vehicle auto shipping',
  }),
];

/** The letter counts as its place in two digits; digit sums of the weights 1 and 2 (§290 SGB V). */
function passesKvnr(plain: string): boolean {
  const digits = String(plain.charCodeAt(0) - 64).padStart(2, '0') + plain.slice(1, 9);
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const product = Number(digits[index]) * (index % 2 === 0 ? 1 : 2);
    sum += Math.floor(product / 10) + (product % 10);
  }
  return sum % 10 === Number(plain[9]);
}
