import { findLabeled, wordSet } from '../labeled-values.js';
import type { Detector } from './detector.js';

/** Passport numbers: six to nine letters and digits (ICAO 9303), where they are called so. */
export const passport: Detector = {
  type: 'PASSPORT',
  find: (text) => findLabeled(text, { shape: SHAPE, labels: LABELS, accept: hasDigits }),
};

const SHAPE = /(?<![\w-])(?:[A-Z]{1,2}[ .-]\d{6,8}|[A-Za-z0-9]{6,9})(?![\w-])/g;
const LABELS = wordSet('passport passports');

function hasDigits(value: string): boolean {
  return (value.match(/\d/g)?.length ?? 0) >= 4;
}
