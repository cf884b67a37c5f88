import { expect, it } from 'vitest';
import { safeReturn } from './safe-return.js';

it.each([
  ['/orders/M-20418', '/orders/M-20418'],
  ['/orders/M-20418?tab=2#items', '/orders/M-20418?tab=2#items'],
  ['/', '/'],
  ['/%2F/evil.example', '/%2F/evil.example'],
])('leads back to %s', (value, path) => {
  expect(safeReturn(value)).toBe(path);
});

it.each([
  undefined,
  ['/orders'],
  '',
  'orders',
  'https://evil.example/',
  'javascript:alert(1)',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '\n//evil.example',
  '/.//evil.example',
  '/a/..//evil.example',
  '//evil.example:99999',
])('[T5] leads from %j to the start page', (value) => {
  expect(safeReturn(value)).toBe('/');
});
