import { passesVerhoeff } from '../../checks.js';
import { identifier } from '../../engine/identifier.js';

/** Aadhaar (UIDAI, Verhoeff), PAN (Income Tax Department: the fourth letter is the kind of holder), GSTIN and voter id. */
export const india = [
  identifier({
    type: 'NATIONAL_ID',
    shape: '[2-9]\\d{3}([ -]?)\\d{4}\\1\\d{4}',
    letters: 'none',
    digits: [12, 12],
    labels: 'aadhaar aadhar uid uidai adhaar',
    proof: passesVerhoeff,
    unlabeled: 'anywhere',
  }),
  identifier({
    type: 'TAX_ID',
    shape: '\\d{2}[a-z]{5}\\d{4}[a-z][0-9a-z]z[0-9a-z]',
    letters: 'some',
    digits: [6, 9],
    labels: 'gstin gst',
    unlabeled: 'anywhere',
  }),
  identifier({
    type: 'TAX_ID',
    shape: '[a-z]{5}\\d{4}[a-z]',
    proof: (plain) => 'ABCFGHLJPT'.includes(plain[3] ?? ' '),
    letters: 'some',
    digits: [4, 4],
    labels: 'pan permanent',
    unlabeled: 'anywhere',
  }),
  identifier({
    type: 'NATIONAL_ID',
    shape: '[a-z]{3}\\d{7}',
    letters: 'some',
    digits: [7, 7],
    labels: 'voter epic elector',
  }),
];
