import { wordSet, wordsBefore } from '../engine/context.js';
import { DIGIT_NAMES, findSpelledDigits } from '../spelled-digits.js';
import type { Detector } from './detector.js';

/** Security codes and PINs written as words, where they are called so. */
export const spelledCode: Detector = {
  type: 'PIN',
  cues: DIGIT_NAMES,
  find: (source, _options, cue) =>
    findSpelledDigits(source, cue, 3, 6).filter(({ start }) =>
      wordsBefore(source.text, start)
        .slice(0, 2)
        .some((word) => LABELS.has(word)),
    ),
};

const LABELS = wordSet('cvv cvc cvv pin passcode otp code security');
