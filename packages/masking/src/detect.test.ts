import { describe, expect, it } from 'vitest';
import { allFound as found } from '../test-support/found.js';
import type { EntityType } from './entity.js';

const VALUES: readonly [EntityType, string, string][] = [
  ['CREDIT_CARD', 'it says 1234-5678-9012-3456 on it', '1234-5678-9012-3456'],
  [
    'CREDIT_CARD',
    'it is four one double one one one one one one one one one one one one one, ok',
    'four one double one one one one one one one one one one one one one',
  ],
  [
    'PHONE',
    'call four one five five five five two six seven one',
    'four one five five five five two six seven one',
  ],
  ['SECRET', 'use sk_live_4eC39HqLyjWDarjtT1zdp7dc please', 'sk_live_4eC39HqLyjWDarjtT1zdp7dc'],
  ['SECRET', 'header: Bearer mF_9.B5f-4.1JqM0aaaa', 'mF_9.B5f-4.1JqM0aaaa'],
  ['SECRET', 'postgres://ava:hunter2@db.example/x', 'ava:hunter2'],
  [
    'SECRET',
    'token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhdmEifQ.c2ln',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhdmEifQ.c2ln',
  ],
  ['PASSWORD', 'my password is Tr0ub4dor&3', 'Tr0ub4dor&3'],
  ['PASSWORD', 'pwd: correcthorse', 'correcthorse'],
  ['PIN', 'my pin is 4821', '4821'],
  ['OTP', 'the verification code is 482913', '482913'],
  ['CVV', 'cvv 123', '123'],
  ['CVV', 'the security code is 9021', '9021'],
  ['CARD_EXPIRY', 'exp 09/27', '09/27'],
  ['US_SSN', 'my ssn is 219-09-9999', '219-09-9999'],
  ['US_SSN', 'social security number 219099999', '219099999'],
  ['US_SSN', '219-09-9998', '219-09-9998'],
  ['US_ITIN', 'itin 912-70-1234', '912-70-1234'],
  ['CA_SIN', 'sin 146 454 286', '146 454 286'],
  ['CA_SIN', '130 692 544', '130 692 544'],
  ['UK_NINO', 'AB 12 34 56 C', 'AB 12 34 56 C'],
  ['UK_NINO', 'ni number qq123456c', 'qq123456c'],
  ['IP', 'from 192.0.2.17 today', '192.0.2.17'],
  ['IP', 'from 2001:db8::7 today', '2001:db8::7'],
  ['MAC', 'mac AA:BB:CC:DD:EE:FF', 'AA:BB:CC:DD:EE:FF'],
  ['DOB', 'born in a small town on 22/11/1972', '22/11/1972'],
  ['DOB', 'd.o.b. is 4 June 1976', '4 June 1976'],
  ['PASSPORT', 'my passport number is 912803456', '912803456'],
  ['DRIVER_LICENSE', 'MORGA753116SM9IJ', 'MORGA753116SM9IJ'],
  ['DRIVER_LICENSE', 'driver license D1234567', 'D1234567'],
  ['MEDICAL_ID', 'mrn 0012345', '0012345'],
  ['MEDICAL_ID', '1EG4-TE5-MK73', '1EG4-TE5-MK73'],
  ['BANK_ACCOUNT', 'sort code 12-34-56', '12-34-56'],
  ['BANK_ACCOUNT', 'routing number 121000358', '121000358'],
  ['EMAIL', 'ava (at) bank (dot) example', 'ava (at) bank (dot) example'],
  ['EMAIL', 'write to ava at gmail.com', 'ava at gmail.com'],
  ['PHONE', 'call +123456789012', '+123456789012'],
  ['CRYPTO', 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq', 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq'],
  ['VEHICLE', 'vin 1M8GDM9AXKP042788', '1M8GDM9AXKP042788'],
];

const ORDINARY: readonly string[] = [
  'I forgot my password, the password is wrong and password reset is not working',
  'the password: field is empty and my pass is expired',
  'the promo code is 482913 and the error code 4040',
  'one, two, three, four, and off we go for the one or two of us',
  'order 1234-5678-9012-3456',
  'order 219-09-9998 and tracking number 130 692 544',
  'version 10.2.0.17 of the app, section 1.2.3.4',
  'we meet at 12:34:56 on 03/04/2026, gate 123',
  'std::vector and a::b are fine',
  'look at example.com, or meet me at home',
  'the software license key ABCD-1234-EFGH',
  'the offer expires 09/27 and costs 123.45 USD',
  'room 123, flight 4821, year 1999, security guard 12',
  'the passport office opens at 9 and I need a license plate',
];

describe('what is found', () => {
  it.each(VALUES)('[MASK-5] %s in %j', (type, text, value) => {
    expect(found(text)).toEqual([`${type} ${value}`]);
  });

  it('[MASK-5] finds a password behind a user name', () => {
    expect(found('username root password crickets')).toEqual(['USERNAME root', 'PASSWORD crickets']);
  });

  it.each(ORDINARY)('[MASK-6] nothing in %j', (text) => {
    expect(found(text)).toEqual([]);
  });
});
