import { findLabeled, wordSet } from '../labeled-values.js';
import type { Detector } from './detector.js';

/** One-time codes: 4 to 8 digits, or digits in two groups, where they are called so. */
export const oneTimeCode: Detector = {
  type: 'OTP',
  find: (text) => findLabeled(text, { shape: SHAPE, labels: LABELS, vetoes: OTHER }),
};

const SHAPE = /(?<![\w./:-])(?:[A-Z]-)?(?:\d{3}[- ]\d{3}|\d{4,8})(?![\w/:-]|\.\d)/g;
const LABELS = wordSet('otp verification authentication authenticator mtan tan totp onetime login sms auth');
const OTHER = wordSet('promo discount error area country postal zip order tracking account');
