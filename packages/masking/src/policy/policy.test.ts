import { describe, expect, it } from 'vitest';
import { ENTITY_TYPES } from '../entity.js';
import { mask } from '../mask.js';
import { lintPolicy } from './lint-policy.js';
import { parsePolicy } from './parse-policy.js';
import { DESTINATIONS, mayReveal, OPERATOR_NAMES, operatorFor } from './policy.js';
import { PolicyError } from './policy-error.js';
import { PRESET_NAMES, presetPolicy } from './presets.js';

const KEY = new Uint8Array(32).fill(7);

describe('operators', () => {
  it.each([
    ['drop', 'call [phone removed]'],
    ['mask', 'call [phone hidden]'],
    ['last4', 'call [phone ••••2671]'],
    ['allow', 'call 415-555-2671'],
  ])('[MASK-30] %s a value', (operator, masked) => {
    const policy = parsePolicy({ rules: [{ entities: ['PHONE'], operator }] });
    expect(mask('call 415-555-2671', policy).text).toBe(masked);
  });

  it('[MASK-31] puts the same token for the same value, whatever it was written with, and another for another key', () => {
    const policy = parsePolicy({ rules: [{ entities: ['PHONE'], operator: 'tokenize' }] });
    const token = (text: string, tokenKey: Uint8Array) =>
      mask(text, policy, { tokenKey }).text.replace('call ', '');
    expect(token('call 415-555-2671', KEY)).toMatch(/^\[phone #[B-Z]{10}\]$/);
    expect(token('call (415) 555 2671', KEY)).toBe(token('call 415-555-2671', KEY));
    expect(token('call 415-555-2672', KEY)).not.toBe(token('call 415-555-2671', KEY));
    expect(token('call 415-555-2671', new Uint8Array(32))).not.toBe(token('call 415-555-2671', KEY));
    expect(() => mask('call 415-555-2671', policy)).toThrow(
      expect.objectContaining({ code: 'token_key_missing' }),
    );
    expect(() => mask('call 415-555-2671', policy, { tokenKey: new Uint8Array(15) })).toThrow();
  });

  it.each([
    ['born on 22/11/1972', 'born on [date of birth 1972]'],
    ['born on 4 June 1931', 'born on [date of birth before 1950]'],
    ['born on 22/11/72', 'born on [date of birth hidden]'],
    ['Reno, NV 89501', 'Reno, NV [postcode 895••]'],
    ['Ely, NV 89301', 'Ely, NV [postcode 000••]'],
    ['postcode SW1A 1AA', 'postcode [postcode hidden]'],
    ['from 192.0.2.17', 'from [ip address 192.0.2.•]'],
    ['from 2001:db8::7', 'from [ip address hidden]'],
  ])('[MASK-32] generalizes %s', (text, masked) => {
    const policy = parsePolicy({ rules: [{ entities: ['DOB', 'POSTCODE', 'IP'], operator: 'generalize' }] });
    expect(mask(text, policy).text).toBe(masked);
  });
});

describe('rules', () => {
  const policy = parsePolicy(`
preset: default
rules:
  - { entities: [PHONE], operator: last4 }
  - { entities: [PHONE], destinations: [log, export], operator: drop }
  - { entities: [PHONE], destinations: [agent], roles: [supervisor], operator: allow }
`);

  it('[MASK-33] lets the last rule decide that applies to the kind, the destination and the role', () => {
    expect(operatorFor(policy, 'PHONE', { destination: 'transcript' })).toBe('last4');
    expect(operatorFor(policy, 'PHONE', { destination: 'export', role: 'supervisor' })).toBe('drop');
    expect(operatorFor(policy, 'PHONE', { destination: 'agent' })).toBe('last4');
    expect(operatorFor(policy, 'PHONE', { destination: 'agent', role: 'supervisor' })).toBe('allow');
    expect(operatorFor({ preset: 'default', rules: [], reveal: [] }, 'PHONE', { destination: 'agent' })).toBe(
      'mask',
    );
  });

  it('[MASK-34] never does anything with security codes and PINs but drop them, and never reveals them', () => {
    for (const preset of PRESET_NAMES) {
      for (const operator of OPERATOR_NAMES) {
        const all = parsePolicy({ preset, rules: [{ entities: ['*'], operator }] });
        for (const destination of DESTINATIONS) {
          expect(operatorFor(all, 'CVV', { destination, role: 'supervisor' })).toBe('drop');
          expect(operatorFor(all, 'PIN', { destination })).toBe('drop');
        }
        const revealing = { ...all, reveal: ENTITY_TYPES };
        expect([
          mayReveal(revealing, 'CVV'),
          mayReveal(revealing, 'PIN'),
          mayReveal(revealing, 'PHONE'),
        ]).toEqual([false, false, true]);
      }
    }
  });

  it('[MASK-35] never passes on, tokenizes or reveals a card number under pci', () => {
    for (const operator of OPERATOR_NAMES) {
      const all = parsePolicy({ preset: 'pci', rules: [{ entities: ['*'], operator }] });
      expect(['drop', 'mask', 'last4']).toContain(
        operatorFor(all, 'CREDIT_CARD', { destination: 'agent', role: 'supervisor' }),
      );
      expect(mayReveal({ ...all, reveal: ['CREDIT_CARD'] }, 'CREDIT_CARD')).toBe(false);
    }
    expect(mayReveal({ ...presetPolicy('default'), reveal: ['CREDIT_CARD'] }, 'CREDIT_CARD')).toBe(true);
  });
});

describe('reading a policy', () => {
  it('[MASK-36] reads YAML, JSON and objects alike', () => {
    const object = {
      preset: 'gdpr',
      country: 'DE',
      reveal: ['PHONE'],
      rules: [{ entities: ['EMAIL'], operator: 'drop' }],
    };
    const yaml =
      'preset: gdpr\ncountry: DE\nreveal: [PHONE]\nrules:\n  - entities: [EMAIL]\n    operator: drop\n';
    expect(parsePolicy(yaml)).toEqual(parsePolicy(object));
    expect(parsePolicy(JSON.stringify(object))).toEqual(parsePolicy(object));
    expect(parsePolicy('')).toEqual(presetPolicy('default'));
  });

  it.each([
    ['syntax', '', 'rules: [', 1],
    ['syntax', '', 'preset: pci\npreset: gdpr', 2],
    ['invalid', '', '- a', 1],
    ['invalid', 'rule', 'rule: []', 1],
    ['invalid', 'rules[0].entities', 'rules:\n  - operator: drop', 2],
    [
      'invalid',
      'rules[0].roles[0]',
      'rules:\n  - entities: [PHONE]\n    roles: ["a b"]\n    operator: drop',
      3,
    ],
    ['invalid', 'country', 'country: XX', 1],
    ['unknown_preset', 'preset', 'preset: hipa', 1],
    ['unknown_entity', 'rules[0].entities[1]', 'rules:\n  - entities: [PHONE, FAX]\n    operator: drop', 2],
    [
      'unknown_destination',
      'rules[0].destinations[0]',
      'rules:\n  - entities: [PHONE]\n    destinations: [disk]\n    operator: drop',
      3,
    ],
    ['unknown_operator', 'rules[0].operator', 'rules:\n  - entities: [PHONE]\n    operator: encrypt', 3],
    ['forbidden', 'rules[0].entities[0]', 'rules:\n  - entities: [CVV]\n    operator: last4', 2],
    ['forbidden', 'reveal[0]', 'reveal: [PIN]', 1],
    ['forbidden', 'reveal[0]', 'preset: pci\nreveal: [CREDIT_CARD]', 2],
    ['too_large', 'rules', `rules:\n${'  - { entities: [PHONE], operator: drop }\n'.repeat(201)}`, 2],
    ['too_large', '', `# ${'x'.repeat(70_000)}`, undefined],
  ])('[MASK-36] refuses with %s at %j', (code, path, source, line) => {
    let error: unknown;
    try {
      parsePolicy(source);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(PolicyError);
    expect(error).toMatchObject({ code, path });
    expect((error as PolicyError).position?.line).toBe(line);
  });

  it('[MASK-36] expands no aliases', () => {
    expect(() => parsePolicy('rules: &a [1]\nreveal: *a')).toThrow(PolicyError);
  });
});

describe('lint', () => {
  it.each([
    ['secret-kept', 'rules: [{ entities: [PASSWORD], operator: last4 }]'],
    ['nothing-to-generalize', 'rules: [{ entities: [PHONE], operator: generalize }]'],
    ['last4-tells-all', 'rules: [{ entities: [DOB], operator: last4 }]'],
    ['identifier-in-log', 'rules: [{ entities: [PHONE], destinations: [log], operator: allow }]'],
    [
      'weaker-than-preset',
      'preset: hipaa\nrules: [{ entities: [US_SSN], destinations: [agent], operator: last4 }]',
    ],
    [
      'rule-without-effect',
      'rules: [{ entities: [PHONE], operator: drop }, { entities: ["*"], operator: mask }]',
    ],
    ['reveal-of-dropped', 'preset: strict\nreveal: [PHONE]'],
    ['forbidden', 'rules: [{ entities: [PIN], operator: mask }]'],
  ])('[MASK-37] finds %s', (rule, source) => {
    const findings = lintPolicy(source);
    expect(findings.map((finding) => finding.rule)).toContain(rule);
    expect(findings[0]?.position).toBeDefined();
  });

  it('[MASK-37] finds nothing in presets and in a plain policy', () => {
    for (const preset of PRESET_NAMES) expect(lintPolicy({ preset })).toEqual([]);
    expect(
      lintPolicy(
        'rules: [{ entities: [PHONE], destinations: [agent], roles: [supervisor], operator: allow }]',
      ),
    ).toEqual([]);
  });
});
