import { identifier } from '../engine/identifier.js';

/** Card verification codes (CVV2, CVC2, CID): three or four digits, where they are called so. */
export const securityCode = identifier({
  type: 'CVV',
  shape: '\\d{3,4}',
  letters: 'none',
  digits: [3, 4],
  labels:
    'cvv cvvs ccv sec_code cvc cvn csc cid cvd cve security_code security_codes card_code digits_back code_back number_back ' +
    'three_back verification_value card_security security_value back_card back_cc prüfziffer kartenprüfnummer sicherheitscode cryptogramme',
  vetoes: 'gift coupon voucher door social section street road promo error',
});
