/** Whether masking stays linear on text made to slow it down, and how much chat it reads in a second. */
import { detect } from '@throughline/masking';

/** Pieces that hostile texts are made of. Quadratic work would cost 100 times as much for 10 times the length. */
const HOSTILE = [
  ['digits', '4'],
  ['digits and dashes', '4-'],
  ['digits and spaces', '4 '],
  ['pairs of digits', '22 '],
  ['at signs', 'a@'],
  ['dots', 'a.'],
  ['labels of a host', 'a@a.bb.cc'],
  ['spaces', ' '],
  ['plus signs', '+1 2 3 4 5 6 '],
  ['parentheses', '(415) '],
  ['phone words', 'call 12345678 '],
  ['account words', 'account no '],
  ['labeled digits', 'account 1 '],
  ['heads of IBANs', 'DE89 '],
  ['cut IBANs', 'DE8937040044053201300'],
  ['numbers without end', '2125551234 x'],
  ['quotes', '"\''],
];

const CHAT = [
  'Hi, my order M-20418 is stuck and the payment is held, can you help?',
  'Sure, it was placed on 21 November and I paid 878.00 with the card ending in 1234.',
  'you can reach me at ava@example.com or 415-555-2671 after 5 pm',
  'thanks so much, have a nice day!',
].join('\n');

/** @returns {string[]} */
export function bench() {
  const ratios = HOSTILE.map(([what = '', unit = '']) => {
    const text = unit.repeat(Math.ceil(100_000 / unit.length));
    const ratio = fastest(text) / fastest(text.slice(0, 10_000));
    return `${ratio.toFixed(1).padStart(6)} × the time for 10 × the length: ${what}`;
  });
  const chat = `${CHAT}\n`.repeat(400);
  const rate = chat.length / 1e6 / (fastest(chat) / 1000);
  return [...ratios, `${rate.toFixed(1).padStart(6)} MB/s of chat`];
}

/**
 * Milliseconds of the fastest of several calls.
 * @param {string} text
 */
function fastest(text) {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 4; round += 1) {
    const startedAt = performance.now();
    detect(text);
    best = Math.min(best, performance.now() - startedAt);
  }
  return best;
}
