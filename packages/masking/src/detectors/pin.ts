import { findAfterCues } from '../engine/cued.js';
import { identifier } from '../engine/identifier.js';
import type { Detector } from './detector.js';

/** Personal identification numbers: 4 to 12 digits (ISO 9564), where they are called so. */
export const pin = identifier({
  type: 'PIN',
  shape: '\\d{4,12}|\\d(?: \\d){3,5}',
  letters: 'none',
  digits: [4, 12],
  labels: 'pin pins passcode pincode pin_code unlock_code access_code geheimzahl',
  reach: 2,
  vetoes: 'bowling rolling',
});

/** "The pin for my debit card is 9921" */
export const statedPin: Detector = {
  type: 'PIN',
  cues: ['pin', 'passcode'],
  find: (source, _options, cue) => findAfterCues(source, cue, { shape: STATED, reach: 40, digits: true }),
};

const STATED = /(?<=\b(?:is|was)\s(?:just )?)\d{4,6}(?![\w/:-]|[.,]\d)/;
