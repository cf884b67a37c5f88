import { spansOf } from '../labeled-values.js';
import type { Detector } from './detector.js';

/** Vehicle identification numbers (ISO 3779) with the check digit of North America (49 CFR 565.15). */
export const vehicleId: Detector = {
  type: 'VEHICLE',
  find: (text) => spansOf(text, SHAPE, (value) => (passesCheck(value) ? 0.9 : 0)),
};

const SHAPE = /(?<!\w)(?=[A-Z0-9]{0,16}[A-Z])[A-HJ-NPR-Z0-9]{17}(?!\w)/g;
const VALUES = '0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ';
const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

function passesCheck(value: string): boolean {
  const sum = WEIGHTS.reduce(
    (total, weight, index) => total + (VALUES.indexOf(value[index] ?? '') % 10) * weight,
    0,
  );
  return (sum % 11 === 10 ? 'X' : String(sum % 11)) === value[8];
}
