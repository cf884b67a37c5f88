/** Whether masking stays linear on text made to slow it down, and how much chat it reads in a second. */
import { detect } from '@throughline/masking';

/** Pieces that hostile texts are made of. Quadratic work would cost 100 times as much for 10 times the length. */
const HOSTILE = [
  ['digits', '4'],
  ['digits and dashes', '4-'],
  ['digits and spaces', '4 '],
  ['pairs of digits', '22 '],
  ['nearly cards', '4111 1111 1111 1112 '],
  ['at signs', 'a@'],
  ['dots', 'a.'],
  ['labels of a host', 'a@a.bb.cc'],
  ['spaces', ' '],
  ['plus signs', '+1 2 3 4 5 6 '],
  ['parentheses', '(415) '],
  ['phone words', 'call 12345678 '],
  ['labeled digits', 'account 1 '],
  ['heads of IBANs', 'DE89 '],
  ['cut IBANs', 'DE8937040044053201300'],
  ['quotes', '"\''],
  ['passwords', 'password is '],
  ['keys', 'sk-'],
  ['number words', 'one '],
  ['names', 'my name is A '],
  ['streets', '1 A A A '],
  ['births', 'born 1/1 '],
  ['code numbers', 'code 12 '],
  ['colons', 'a:'],
  ['letters and digits', 'a1b2-'],
  ['plates', 'AB12 '],
  ['full-width digits', '４ '],
];

const CHAT = [
  'Hi, my order M-20418 is stuck and the payment is held, can you help?',
  'Sure, it was placed on 21 November and I paid 878.00 with the card ending in 1234.',
  'you can reach me at ava@example.com or 415-555-2671 after 5 pm',
  'thanks so much, have a nice day!',
].join('\n');

const QUIET = [
  'hi, I need some help with the thing I bought last week',
  'of course, let me have a look at that for you, one moment please',
  'it was delivered to the wrong door and the neighbors are away for 2 weeks',
  'that is annoying, I am sorry to hear it; I have sent you a link to the form',
].join('\n');

/** @returns {string[]} */
export function bench() {
  const hostile = HOSTILE.map(([what = '', unit = '']) => {
    const text = unit.repeat(Math.ceil(1_000_000 / unit.length));
    const ratio = fastest(text, 5) / fastest(text.slice(0, 100_000), 5);
    const short = fastest(text.slice(0, 20_000), 5);
    return `${ratio.toFixed(1).padStart(6)} × the time for 1 MB of what 100 kB take, ${short.toFixed(1).padStart(5)} ms for 20 kB: ${what}`;
  });
  const lines = CHAT.split('\n');
  const transcript = `${CHAT}\n`.repeat(1_000);
  const quiet = Array.from({ length: 1_000 }, () => QUIET).join('\n');
  return [
    ...hostile,
    `${rate(transcript.length, () => detect(transcript))} MB/s of a transcript with a value in every second line`,
    `${rate(CHAT.length * 500, () => repeat(500, () => lines.map((line) => detect(line))))} MB/s of its lines one by one`,
    `${rate(quiet.length, () => detect(quiet))} MB/s of chat that has nothing to hide`,
  ];
}

/** @param {string} text @param {number} rounds */
function fastest(text, rounds) {
  return fastestCall(rounds, () => detect(text));
}

/** @param {number} characters @param {() => unknown} call */
function rate(characters, call) {
  return (characters / 1_000 / fastestCall(6, call)).toFixed(1).padStart(6);
}

/** @param {number} times @param {() => void} call */
function repeat(times, call) {
  for (let time = 0; time < times; time += 1) call();
}

/** Milliseconds of processor time, which other work on the machine does not count into. @param {number} rounds @param {() => unknown} call */
function fastestCall(rounds, call) {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) {
    const before = process.cpuUsage();
    call();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 1_000);
  }
  return best;
}
