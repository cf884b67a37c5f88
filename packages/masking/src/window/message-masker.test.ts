import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY, parsePolicy, presetPolicy } from '../index.js';
import { strictestPolicy } from '../policy/strictest-policy.js';
import { createMessageMasker } from './message-masker.js';

const said = (id: string, text: string) => ({ id, sender: 'customer', at: Number(id) * 1_000, text });

describe('masking messages as they come', () => {
  it('[MASK-24] hides both parts of a card, with none of its digits, and says that the first must be replaced', () => {
    const masker = createMessageMasker(DEFAULT_POLICY);
    expect(masker.add(said('1', 'my card is 4111 1111'))).toMatchObject({ redacted: [] });
    expect(masker.add(said('2', '1111 1111 ok?'))).toEqual({
      id: '2',
      text: '[card hidden] ok?',
      maskedTypes: ['CREDIT_CARD'],
      redacted: [{ id: '1', text: 'my card is [card hidden]', maskedTypes: ['CREDIT_CARD'] }],
    });
  });

  it.each([
    ['one by one', 1],
    ['by people who take turns', 2],
  ])('[MASK-24] leaves messages alone whose numbers count them, %s', (_, step) => {
    const masker = createMessageMasker(DEFAULT_POLICY);
    for (let n = 0; n < 3_000; n += step) {
      const text = `message ${n}`;
      const at = { id: String(n), sender: 'customer', at: n, text };
      expect(masker.add(at)).toMatchObject({ text, redacted: [] });
    }
  });

  it('[MASK-24] keeps what else was hidden in the earlier message', () => {
    const masker = createMessageMasker(DEFAULT_POLICY);
    masker.add(said('1', 'ava@example.com, card 4111 1111'));
    expect(masker.add(said('2', '1111 1111')).redacted).toEqual([
      { id: '1', text: '[email hidden], card [card hidden]', maskedTypes: ['EMAIL', 'CREDIT_CARD'] },
    ]);
  });

  it('[MASK-24] names each message of a value in four', () => {
    const masker = createMessageMasker(DEFAULT_POLICY);
    for (const id of ['1', '2', '3']) masker.add(said(id, id === '1' ? '4111' : '1111'));
    const { text, redacted } = masker.add(said('4', '1111'));
    expect([...redacted.map((each) => each.text), text]).toEqual(Array(4).fill('[card hidden]'));
  });

  it('[MASK-24] answers the same when a message comes again, and keeps the end of a whole card', () => {
    const masker = createMessageMasker(DEFAULT_POLICY);
    masker.add(said('1', '4111 1111'));
    const first = masker.add(said('2', '1111 1111'));
    expect(masker.add(said('2', '1111 1111'))).toEqual(first);
    expect(masker.add(said('1', '4111 1111'))).toMatchObject({ text: '[card hidden]', redacted: [] });
    expect(masker.add(said('3', 'no: 5555 5555 5555 4444')).text).toBe('no: [card ••••4444]');
  });

  it('[MASK-24] lets parts pass whose kind the policy lets pass', () => {
    const masker = createMessageMasker(parsePolicy('rules: [{ entities: [PHONE], operator: allow }]'));
    masker.add(said('1', 'call me at 415'));
    expect(masker.add(said('2', '555 2671'))).toMatchObject({ text: '555 2671', redacted: [] });
  });
});

describe('values that may be revealed', () => {
  const policy = parsePolicy({ preset: 'pci', reveal: ['PHONE', 'EMAIL', 'OTP'] });

  it('[MASK-26] are given with where they are hidden, for the kinds that the policy names', () => {
    const masker = createMessageMasker(policy);
    const text = 'I am ava@example.com, card 4111 1111 1111 1111, phone +1 415 555 2671.';
    const answer = masker.add(said('1', text));

    expect(answer.revealable?.map(({ type, value }) => [type, value])).toEqual([
      ['EMAIL', 'ava@example.com'],
      ['PHONE', '+1 415 555 2671'],
    ]);
    for (const { start, end } of answer.revealable ?? []) {
      expect(answer.text.slice(start, end)).toMatch(/^\[(email|phone) .*\]$/);
    }
    expect(masker.add(said('1', text))).toEqual(answer);
    expect(createMessageMasker(presetPolicy('pci')).add(said('1', text)).revealable).toBeUndefined();
  });

  it('[MASK-26] are none when the policy drops them, when they are parts, or when an id comes with another text', () => {
    const dropping = parsePolicy({
      reveal: ['EMAIL'],
      rules: [{ entities: ['EMAIL'], operator: 'drop' }],
    });
    expect(createMessageMasker(dropping).add(said('1', 'ava@example.com')).revealable).toBeUndefined();

    const masker = createMessageMasker(parsePolicy({ preset: 'default', reveal: ['CREDIT_CARD', 'PHONE'] }));
    masker.add(said('1', 'my card is 4111 1111'));
    expect(masker.add(said('2', '1111 1111 ok?')).revealable).toBeUndefined();
    masker.add(said('3', 'phone +1 415 555 2671'));
    expect(masker.add(said('3', 'phone 371449635398431')).revealable).toBeUndefined();
  });

  it.each(['CVV', 'PIN'])('[MASK-26] are never a %s, nor a card number under pci', (type) => {
    expect(() => parsePolicy({ reveal: [type] })).toThrow(/never sealed/);
    expect(() => parsePolicy({ preset: 'pci', reveal: ['CREDIT_CARD'] })).toThrow(/never sealed/);
    const byHand = { ...presetPolicy('pci'), reveal: ['CVV', 'PIN', 'CREDIT_CARD'] as const };
    const masker = createMessageMasker(byHand);
    expect(
      masker.add(said('1', 'card 4111 1111 1111 1111, cvv 123, my pin is 4711')).revealable,
    ).toBeUndefined();
  });
});

describe('one treatment for several destinations', () => {
  it('[MASK-25] is the strictest', () => {
    const gdpr = createMessageMasker(strictestPolicy(presetPolicy('gdpr'), ['agent', 'transcript']));
    expect(gdpr.add(said('1', 'my name is Ava Stone')).text).toBe('my name is [name hidden]');
    const mixed = parsePolicy({
      rules: [
        { entities: ['IP'], destinations: ['agent'], operator: 'generalize' },
        { entities: ['IP'], destinations: ['transcript'], operator: 'tokenize' },
      ],
    });
    const kept = strictestPolicy(mixed, ['agent', 'transcript']);
    expect(kept.rules.find(({ entities }) => entities.includes('IP'))?.operator).toBe('mask');
  });
});
