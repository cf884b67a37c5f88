import { DIGIT_NAMES, findSpelledDigits } from '../spelled-digits.js';
import type { Detector } from './detector.js';

/** Phone numbers written as words, and other numbers of 7 to 11 digits that look no different. */
export const spelledPhone: Detector = {
  type: 'PHONE',
  cues: DIGIT_NAMES,
  find: (source, _options, cue) => findSpelledDigits(source, cue, 7, 11),
};
