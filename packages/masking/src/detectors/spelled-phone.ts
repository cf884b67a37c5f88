import { findSpelledDigits } from '../spelled-digits.js';
import type { Detector } from './detector.js';

/** Phone numbers written as words, and other numbers of 7 to 11 digits that look no different. */
export const spelledPhone: Detector = { type: 'PHONE', find: (text) => findSpelledDigits(text, 7, 11) };
