import { findLabeled, wordSet } from '../labeled-values.js';
import type { Detector } from './detector.js';

/** Dates that are called a date of birth. */
export const dateOfBirth: Detector = {
  type: 'DOB',
  find: (text) => findLabeled(text, { shape: SHAPE, labels: LABELS, reach: REACH }),
};

/** "Born in a small town on 22/11/1972": whatever stands between, the date is the one. */
const REACH = 8;
const MONTH = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\\.?';
const SHAPE = new RegExp(
  [
    '(?<![\\w/.-])\\d{1,2}([/. -])\\d{1,2}\\1(?:19|20)?\\d{2}(?![\\w/-])',
    '(?<![\\w/.-])(?:19|20)\\d{2}([/.-])\\d{1,2}\\2\\d{1,2}(?![\\w/-])',
    `\\b${MONTH} \\d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\\d{2}\\b`,
    `\\b\\d{1,2}(?:st|nd|rd|th)?[ -](?:of )?${MONTH},?[ -](?:19|20)\\d{2}\\b`,
  ].join('|'),
  'gi',
);
const LABELS = wordSet('dob born birth birthday birthdate birthdays');
