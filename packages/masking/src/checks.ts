/** Check digits. All take letters and digits alone, in upper case. */

/** Digit sum with alternating doubling; same as ISO/IEC 7812-1 annex B. */
export { passesLuhn } from './luhn.js';

/** Sum of the digits times their weights. Digits without a weight do not count. */
export function weightedSum(digits: string, weights: readonly number[]): number {
  let sum = 0;
  for (const [index, weight] of weights.entries()) sum += digitAt(digits, index) * weight;
  return sum;
}

export function digitAt(digits: string, index: number): number {
  return digits.charCodeAt(index) - 48;
}

/** Remainder of a number that is too long for arithmetic. */
export function remainder(digits: string, modulus: number): number {
  let rest = 0;
  for (let index = 0; index < digits.length; index += 1)
    rest = (rest * 10 + digitAt(digits, index)) % modulus;
  return rest;
}

/** ISO/IEC 7064, MOD 11,10. */
export function passesMod11_10(digits: string): boolean {
  let product = 10;
  for (let index = 0; index < digits.length - 1; index += 1) {
    const sum = (digitAt(digits, index) + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (product + digitAt(digits, digits.length - 1)) % 10 === 1;
}

/** Verhoeff's scheme over the dihedral group of order ten (Verhoeff 1969). */
export function passesVerhoeff(digits: string): boolean {
  let check = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const permuted = permute(digitAt(digits, digits.length - 1 - index), index % 8);
    check = multiply(check, permuted);
  }
  return check === 0;
}

/** Product in the dihedral group D5: 0 to 4 are turns, 5 to 9 turns of the mirrored pentagon. */
function multiply(a: number, b: number): number {
  if (a < 5) return b < 5 ? (a + b) % 5 : 5 + ((a + b - 5) % 5);
  return b < 5 ? 5 + ((a - 5 - b + 5) % 5) : (a - b + 5) % 5;
}

const PERMUTATION = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];

function permute(digit: number, times: number): number {
  let result = digit;
  for (let time = 0; time < times; time += 1) result = PERMUTATION[result] ?? 0;
  return result;
}

/** The check letter of the value's remainder. @param letters one for each remainder */
export function letterFor(digits: string, letters: string): string | undefined {
  return letters[remainder(digits, letters.length)];
}

/** Characters as 0 to 9 and A = 10 to Z = 35 (ICAO 9303, ISO 7064). */
export function alphanumericValue(character: string): number {
  return Number.parseInt(character, 36);
}

/** Weights 7, 3, 1 in turn (ICAO 9303-3 §4.9). The last character is the check digit. */
export function passesIcao(plain: string): boolean {
  let sum = 0;
  for (let index = 0; index < plain.length - 1; index += 1) {
    sum += alphanumericValue(plain[index] ?? '0') * ([7, 3, 1][index % 3] ?? 0);
  }
  return String(sum % 10) === plain.at(-1);
}

/** Whether six digits are a day: year, month and day in the given order, without their century. */
export function isDay(digits: string, order: 'ymd' | 'dmy'): boolean {
  const month = Number(digits.slice(2, 4));
  const day = Number(order === 'ymd' ? digits.slice(4, 6) : digits.slice(0, 2));
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}
