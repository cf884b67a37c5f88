import { normalizeText } from '../normalized-text.js';

/** Letters and digits of a value in upper case, whatever it was written with. */
export function plainValue(value: string): string {
  return normalizeText(value)
    .text.replace(/[^\p{L}\p{N}]/gu, '')
    .toUpperCase();
}
