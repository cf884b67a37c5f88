import { expect, test } from 'vitest';
import { failureReason, maskedWords } from './later-words.js';

test('[T6] Hidden values are named by kind, each once', () => {
  expect(maskedWords(['CREDIT_CARD', 'IBAN', 'CARD'])).toBe('card number, IBAN');
});

test('[T6] A kind without words is a sensitive value', () => {
  expect(maskedWords(['SOMETHING_NEW', 'ANOTHER'])).toBe('sensitive value');
});

test('A refusal without words of its own is our fault', () => {
  expect(failureReason('internal')).toBe('Something went wrong on our side.');
  expect(failureReason(null)).toBe('Something went wrong on our side.');
});
