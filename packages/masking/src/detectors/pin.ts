import { identifier } from '../engine/identifier.js';

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
