import { findAfterCues } from '../engine/cued.js';
import { identifier } from '../engine/identifier.js';
import type { Detector } from './detector.js';

/** One-time codes: 4 to 8 digits, in two groups, after a letter and a dash, or mixed with capital letters. */
export const oneTimeCode = identifier({
  type: 'OTP',
  shape:
    '(?:[a-z]-)?(?:\\d{3}[ -]\\d{3}|\\d{2}-\\d{2}-\\d{2}|\\d{4,8}|\\d(?: \\d){3,7})|(?=[a-z]{0,7}\\d)[a-z0-9]{5,8}',
  letters: 'any',
  prefixed: true,
  digits: [1, 8],
  labels:
    'otp fa verification authentication authenticator mtan tan totp onetime login sms auth code passcode mfa token ' +
    'confirmation_code verify einmalcode bestätigungscode código codigo vérification',
  reach: 4,
  strict: true,
  // Letters in it only as codes are written: capitals and digits mixed.
  proof: (plain) => /^[A-Z]?\d{4,8}$/.test(plain),
  vetoes:
    'promo promotional discount error area country postal zip order tracking account coupon voucher gift product qr ' +
    'sort dress status booking reference referral exit source dial dialing calling airport bar barcode ' +
    'building gate door return rma http response routing bank swift item color colour stock model morse',
});

/** "Your OTP for … is 739201", "Enter 774411 to log in": the name of the code is far off, or not said at all. */
export const announcedCode: Detector = {
  type: 'OTP',
  cues: ['otp', 'verification', 'passcode', 'onetime', 'authentication', 'use', 'enter', 'type'],
  find: (source, _options, cue) =>
    findAfterCues(source, cue, { shape: ANNOUNCED, reach: 48, digits: true, accept: isAnnounced }),
};

const ANNOUNCED =
  /(?<=\b(?:is|are|:|=)\s?)(?:\d{3}[ -]\d{3}|\d{4,8})(?![\w/:-]|[.,]\d)|(?<=^ (?:the )?(?:code )?)(?:[A-Z]-)?(?:\d{3}[ -]\d{3}|\d{4,8})(?= (?:to|for|as) (?:log|sign|verify|confirm|complete|continue|authenticate|activate|reset|your (?:login|log|sign|verification|otp|one)))/;

function isAnnounced(_value: string, between: string, cue: string): boolean {
  return /^(?:use|enter|type)$/.test(cue)
    ? /^ (?:the )?(?:code )?$/.test(between)
    : !/\border\b|\btracking\b/i.test(between);
}
