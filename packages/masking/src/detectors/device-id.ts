import { passesLuhn } from '../checks.js';
import { identifier } from '../engine/identifier.js';

/** IMEI (3GPP TS 23.003, Luhn) and other serial numbers of devices, where they are called so. */
export const deviceIds = [
  identifier({
    type: 'DEVICE_ID',
    shape: '\\d{2}[ -]?\\d{6}[ -]?\\d{6}[ -]?\\d|\\d{15}',
    letters: 'none',
    digits: [15, 15],
    labels: 'imei meid imeis',
    proof: passesLuhn,
  }),
  identifier({
    type: 'DEVICE_ID',
    shape: '89\\d{17,18}',
    letters: 'none',
    digits: [19, 20],
    labels: 'iccid sim sim_card',
    unlabeled: 'alone',
    proof: passesLuhn,
  }),
];
