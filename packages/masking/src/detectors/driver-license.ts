import { findLabeled, spansOf, wordSet } from '../labeled-values.js';
import type { Detector } from './detector.js';

/** Driving licence numbers: the form of the UK (DVLA) wherever it stands, others where they are called so. */
export const driverLicense: Detector = {
  type: 'DRIVER_LICENSE',
  find: (text) => {
    const uk = spansOf(text, UK, () => 0.9);
    const known = new Set(uk.map(({ start }) => start));
    const labeled = findLabeled(text, { shape: SHAPE, labels: LABELS, vetoes: OTHER, accept: hasDigits });
    return [...uk, ...labeled.filter(({ start }) => !known.has(start))].sort((a, b) => a.start - b.start);
  },
};

const UK =
  /(?<![\w-])[A-Z9]{5}\d(?:0[1-9]|1[0-2]|5[1-9]|6[0-2])(?:0[1-9]|[12]\d|3[01])\d[A-Z9]{2}[A-Z0-9]{3}(?![\w-])/gi;
const SHAPE = /(?<![\w-])[A-Z0-9](?:[A-Z0-9]|[- ](?=\d)){4,19}(?![\w-])/gi;
const LABELS = wordSet('license licence licenses dl driver drivers dvla driving permit');
const OTHER = wordSet('software key product serial business activation');

function hasDigits(value: string): boolean {
  return (value.match(/\d/g)?.length ?? 0) >= 4;
}
