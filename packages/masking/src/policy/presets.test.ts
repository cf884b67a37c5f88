import { describe, expect, it } from 'vitest';
import { mask } from '../mask.js';
import { DESTINATIONS, mayReveal } from './policy.js';
import { presetPolicy } from './presets.js';

const CARD = '4111 1111 1111 1111';
const pci = presetPolicy('pci');
const hipaa = presetPolicy('hipaa');

describe('PCI DSS 4.0.1', () => {
  it('[PCI-1] shows no more than the last four digits of a card number, to nobody', () => {
    for (const destination of DESTINATIONS) {
      const { text } = mask(`my card is ${CARD}`, pci, { destination, role: 'supervisor' });
      expect(text).toMatch(/^my card is \[card (?:••••1111|removed)\]$/);
    }
  });

  it('[PCI-2] keeps nothing of a card verification code', () => {
    for (const destination of DESTINATIONS) {
      expect(mask('cvv 481', pci, { destination }).text).toBe('cvv [security code removed]');
    }
    expect(mayReveal({ ...pci, reveal: ['CVV'] }, 'CVV')).toBe(false);
  });

  it('[PCI-3] keeps nothing of a PIN', () => {
    for (const destination of DESTINATIONS) {
      expect(mask('my pin is 4821', pci, { destination }).text).toBe('my pin is [pin removed]');
    }
    expect(mayReveal({ ...pci, reveal: ['PIN'] }, 'PIN')).toBe(false);
  });

  it('[PCI-4] writes nothing of a card number, its expiry or its code into logs', () => {
    const { text } = mask(`${CARD} exp 12/27 cvv 481`, pci, { destination: 'log' });
    expect(text).toBe('[card removed] exp [card expiry removed] cvv [security code removed]');
  });

  it('[PCI-5] seals no card number for a reveal', () => {
    expect(mayReveal({ ...pci, reveal: ['CREDIT_CARD'] }, 'CREDIT_CARD')).toBe(false);
  });

  it('[PCI-6] shows one truncation of a card number and never two', () => {
    const shown = DESTINATIONS.map((destination) => mask(CARD, pci, { destination }).text);
    expect(new Set(shown)).toEqual(new Set(['[card ••••1111]', '[card removed]']));
  });

  it('[PCI-7] finds card numbers however they are written', () => {
    for (const card of [
      '4111111111111111',
      '4111-1111-1111-1111',
      '４１１１１１１１１１１１１１１１',
      '4\u200b111 1111 1111 1111',
      '4111.1111.1111.1111',
    ]) {
      expect(mask(card, pci).text).toBe('[card ••••1111]');
    }
  });
});

describe('HIPAA Safe Harbor, 45 CFR 164.514(b)(2)', () => {
  it.each([
    ['[HIPAA-1]', 'names', 'my name is Ava Stone', 'my name is [name hidden]'],
    [
      '[HIPAA-2]',
      'geographic units below a state',
      'I live at 742 Maple Street, Reno, NV 89501',
      'I live at [address hidden], Reno, NV [postcode 895••]',
    ],
    ['[HIPAA-2]', 'ZIP codes of small areas', 'Ely, NV 89301', 'Ely, NV [postcode 000••]'],
    [
      '[HIPAA-3]',
      'dates but their year',
      'admitted on 12/03/2024, born 4 June 1976',
      'admitted on [date 2024], born [date of birth 1976]',
    ],
    [
      '[HIPAA-3]',
      'ages over 89',
      'she is 92 years old and he is 61 years old',
      'she is [date hidden] and he is 61 years old',
    ],
    ['[HIPAA-4]', 'telephone numbers', 'call 212-555-0187', 'call [phone hidden]'],
    ['[HIPAA-5]', 'fax numbers', 'fax: 212-555-0188', 'fax: [phone hidden]'],
    ['[HIPAA-6]', 'e-mail addresses', 'write to ava@example.com', 'write to [email hidden]'],
    ['[HIPAA-7]', 'social security numbers', 'ssn 219-09-9999', 'ssn [ssn hidden]'],
    ['[HIPAA-8]', 'medical record numbers', 'mrn 00123456', 'mrn [medical id hidden]'],
    [
      '[HIPAA-9]',
      'health plan beneficiary numbers',
      'member id 883-22-1190',
      'member id [medical id hidden]',
    ],
    ['[HIPAA-10]', 'account numbers', 'account number 12345678', 'account number [account hidden]'],
    [
      '[HIPAA-11]',
      'certificate and license numbers',
      'license number D1234567',
      'license number [driving license hidden]',
    ],
    [
      '[HIPAA-12]',
      'vehicle identifiers and plates',
      'vin 1M8GDM9AXKP042788, plate AB21 CDE',
      'vin [vehicle id hidden], plate [vehicle id hidden]',
    ],
    [
      '[HIPAA-13]',
      'device identifiers and serial numbers',
      'imei 356938035643809, serial ABC1234567',
      'imei [device id hidden], serial [serial number hidden]',
    ],
    ['[HIPAA-14]', 'web addresses', 'see https://ava.example/photos?id=7.', 'see [web address hidden].'],
    ['[HIPAA-15]', 'IP addresses', 'from 192.0.2.17', 'from [ip address hidden]'],
    [
      '[HIPAA-16]',
      'other unique numbers',
      'user name ava_stone_88, username: ava.stone',
      'user name [user name hidden], username: [user name hidden]',
    ],
  ])('%s hides %s', (_id, _what, text, masked) => {
    expect(mask(text, hipaa, { destination: 'export' }).text).toBe(masked);
  });
});
