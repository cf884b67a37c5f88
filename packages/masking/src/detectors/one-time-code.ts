import { identifier } from '../engine/identifier.js';

/** One-time codes: 4 to 8 digits, in two groups, after a letter and a dash, or mixed with capital letters. */
export const oneTimeCode = identifier({
  type: 'OTP',
  shape: '(?:[a-z]-)?(?:\\d{3}[ -]\\d{3}|\\d{4,8})|(?=[a-z]{0,7}\\d)[a-z0-9]{5,8}',
  letters: 'any',
  prefixed: true,
  digits: [1, 8],
  labels:
    'otp verification authentication authenticator mtan tan totp onetime login sms auth code passcode mfa token ' +
    'confirmation_code verify einmalcode bestätigungscode código codigo vérification',
  reach: 4,
  strict: true,
  // Letters in it only as codes are written: capitals and digits mixed.
  proof: (plain) => /^[A-Z]?\d{4,8}$/.test(plain),
  vetoes:
    'promo promotional discount error area country postal zip order tracking account coupon voucher gift product qr ' +
    'sort security dress status booking reference referral exit source dial dialing calling airport bar barcode ' +
    'building gate door return rma http response routing bank swift item color colour stock model morse',
});
