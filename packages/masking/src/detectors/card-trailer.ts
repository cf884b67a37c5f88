import { type Span, TAKEN_CARD } from '../engine/spans.js';
import type { Detector } from './detector.js';

/** What is written behind a card number without a word: `4111 1111 1111 1111 12/27 123`. */
export const expiryAfterCard: Detector = {
  type: 'CARD_EXPIRY',
  looksAt: 'codes',
  find: ({ text }) => afterCards(text, (match) => match[1]),
};

export const codeAfterCard: Detector = {
  type: 'CVV',
  looksAt: 'codes',
  find: ({ text }) => afterCards(text, (match) => match[2]),
};

const TRAILER =
  /(?:[\s,;|/]{1,3}(?:exp(?:iry|ires)?\.?:?\s?)?((?:0?[1-9]|1[0-2])[/-](?:20)?\d{2})(?![\w/-]))?(?:[\s,;|/]{1,3}(\d{3,4})(?![\w/:-]|[.,]\d|\s?(?:st|rd|th|street|road|usd|eur|dollars?|euros?|times|points|miles)\b))?/iy;

function afterCards(text: string, part: (match: RegExpExecArray) => string | undefined): readonly Span[] {
  const spans: Span[] = [];
  for (let card = text.indexOf(TAKEN_CARD); card >= 0; card = text.indexOf(TAKEN_CARD, card + 1)) {
    if (text[card + 1] === TAKEN_CARD) continue;
    TRAILER.lastIndex = card + 1;
    const match = TRAILER.exec(text);
    const value = match === null ? undefined : part(match);
    if (match === null || value === undefined) continue;
    const start = card + 1 + match[0].indexOf(value);
    spans.push({ start, end: start + value.length, score: 0.7 });
  }
  return spans;
}
