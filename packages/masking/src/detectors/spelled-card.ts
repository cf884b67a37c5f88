import { DIGIT_NAMES, findSpelledDigits } from '../spelled-digits.js';
import type { Detector } from './detector.js';

/** Card numbers written as words: 12 to 19 digits (ISO/IEC 7812-1). Nothing else that long is spelled out in chat. */
export const spelledCard: Detector = {
  type: 'CREDIT_CARD',
  cues: DIGIT_NAMES,
  find: (source, _options, cue) => findSpelledDigits(source, cue, 12, 19),
};
