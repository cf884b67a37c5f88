import { words } from './words.js';

/**
 * BCP 47 tag for dates, times and numbers: the customer's own variety of the language that is spoken here, where the
 * browser names one. A page in `en` and a browser in `en-GB` write 14:30 and 25 November.
 */
export function locale(): string {
  const { language = 'en' } = words as { readonly language?: string };
  const isVariety = (tag: string) => tag.startsWith(`${language}-`);
  return globalThis.navigator?.languages?.find(isVariety) ?? language;
}
