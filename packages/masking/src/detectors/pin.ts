import { findLabeled, wordSet } from '../labeled-values.js';
import type { Detector } from './detector.js';

/** Personal identification numbers: 4 to 12 digits (ISO 9564), where they are called so. */
export const pin: Detector = {
  type: 'PIN',
  find: (text) => findLabeled(text, { shape: SHAPE, labels: LABELS, reach: 1 }),
};

const SHAPE = /(?<![\w./:-])\d{4,12}(?![\w/:-]|\.\d)/g;
const LABELS = wordSet('pin pins passcode');
