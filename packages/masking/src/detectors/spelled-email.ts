import { wordsBefore } from '../label.js';
import { spansOf, wordSet } from '../labeled-values.js';
import type { Detector } from './detector.js';

/** E-mail addresses whose "@" or "." is spelled out: `ava (at) bank dot example`, `ava at gmail.com`. */
export const spelledEmail: Detector = {
  type: 'EMAIL',
  find: (text) =>
    spansOf(text, SHAPE, (value, start) => {
      if (!PLAIN_AT.test(value) || SPELLED_DOT.test(value) || MAIL_HOST.test(value)) return 0.8;
      return wordsBefore(text, start)
        .slice(-2)
        .some((word) => LABELS.has(word))
        ? 0.8
        : 0;
    }),
};

const SHAPE =
  /(?<![\w.+-])[\w.+-]{1,64}(?:\s?[([{]\s?at\s?[)\]}]\s?|\sat\s)[a-z0-9-]{1,63}(?:(?:\.|\s?[([{]\s?dot\s?[)\]}]\s?|\sdot\s)[a-z0-9-]{2,24}){1,3}(?![\w-])/gi;
const PLAIN_AT = /\sat\s/i;
const SPELLED_DOT = /dot[)\]}\s]/i;
const MAIL_HOST =
  /\s(?:gmail|googlemail|yahoo|hotmail|outlook|icloud|aol|proton|protonmail|gmx|live|msn|me)\.[a-z]/i;
const LABELS = wordSet('email mail address');
