import { identifier } from '../../engine/identifier.js';

/** Tax numbers without a check digit that is public: US EIN, UK UTR and temporary references, Philippine TIN, EU VAT. */
export const taxIds = [
  identifier({
    type: 'TAX_ID',
    shape: '\\d{2}-?\\d{7}',
    letters: 'none',
    digits: [9, 9],
    labels: 'ein fein employer tax_id federal_id',
  }),
  identifier({
    type: 'TAX_ID',
    shape: '\\d{5} ?\\d{5}k?',
    letters: 'any',
    digits: [10, 10],
    labels: 'utr taxpayer_reference tax_reference',
  }),
  identifier({
    type: 'TAX_ID',
    shape: '\\d{2} ?[a-z] ?\\d{2,3} ?\\d{2,3}',
    letters: 'some',
    digits: [7, 7],
    labels: 'trn temp temporary temporary_reference paye',
    unlabeled: 'alone',
  }),
  identifier({
    type: 'TAX_ID',
    shape: '\\d{3}-?\\d{3}-?\\d{3}(?:-?\\d{3,5})?',
    letters: 'none',
    digits: [9, 14],
    labels: 'tin bir taxpayer taxpayer_identification tax_id tax_identification',
  }),
  identifier({
    type: 'TAX_ID',
    shape:
      '(?:at ?u|be ?0?|bg|cy|cz|de|dk|ee|el|es ?[a-z]?|fi|fr ?[a-z0-9]{0,2}|gb|hr|hu|ie|it|lt|lu|lv|mt|nl|pl|pt|ro|se|si|sk|xi) ?\\d(?: ?\\d){7,11}[a-z0-9]{0,3}',
    letters: 'some',
    prefixed: true,
    digits: [8, 14],
    labels: 'vat ust ustid tva iva umsatzsteuer mwst',
  }),
];
