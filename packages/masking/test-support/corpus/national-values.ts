import type { Random } from './random.js';

/** National identifiers with right check digits. */
export function nationalIds(random: Random): string {
  return random.pick([
    spanishDni,
    polishPesel,
    brazilianCpf,
    dutchBsn,
    swedishPersonnummer,
    indianAadhaar,
    belgianNrn,
  ])(random);
}

export function taxIds(random: Random): string {
  return random.pick([australianTfn, indianPan, portugueseNif])(random);
}

export function healthIds(random: Random): string {
  return random.pick([nhsNumber, medicareNumber, (each: Random) => each.digits(8)])(random);
}

function spanishDni(random: Random): string {
  const number = random.digits(8);
  return number + 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(number) % 23];
}

function polishPesel(random: Random): string {
  const body = `${random.digits(2)}${two(random.between(1, 12))}${two(random.between(1, 28))}${random.digits(4)}`;
  return body + ((10 - (weighted(body, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10);
}

function brazilianCpf(random: Random): string {
  const body = random.digits(9);
  const first = mod11(weighted(body, [10, 9, 8, 7, 6, 5, 4, 3, 2]));
  const second = mod11(weighted(body + first, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]));
  return `${body}${first}${second}`.replace(/(...)(...)(...)(..)/, '$1.$2.$3-$4');
}

function dutchBsn(random: Random): string {
  for (;;) {
    const number = `${random.between(1, 9)}${random.digits(8)}`;
    if (weighted(number, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0) return number;
  }
}

function swedishPersonnummer(random: Random): string {
  const body = `${random.between(50, 99)}${two(random.between(1, 12))}${two(random.between(1, 28))}${random.digits(3)}`;
  const sum = [...body].reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `${body.slice(0, 6)}-${body.slice(6)}${(10 - (sum % 10)) % 10}`;
}

/** Published test numbers of the issuer's form, found by trying the last digit with the scheme's own tables. */
function indianAadhaar(random: Random): string {
  const multiply = [
    '0123456789',
    '1234067895',
    '2340178956',
    '3401289567',
    '4012395678',
    '5987604321',
    '6598710432',
    '7659821043',
    '8765932104',
    '9876543210',
  ];
  const permute = [
    '0123456789',
    '1576283094',
    '5803796142',
    '8916043527',
    '9453126870',
    '4286573901',
    '2793806415',
    '7046913258',
  ];
  const body = `${random.between(2, 9)}${random.digits(10)}`;
  for (let check = 0; check < 10; check += 1) {
    const sum = [...(body + check)].reverse().reduce((total, digit, index) => {
      const permuted = Number(permute[index % 8]?.[Number(digit)]);
      return Number(multiply[total]?.[permuted]);
    }, 0);
    if (sum === 0) return `${body}${check}`.replace(/(....)(....)(....)/, '$1 $2 $3');
  }
  throw new Error('some digit fits');
}

function belgianNrn(random: Random): string {
  const body = `${random.between(50, 99)}${two(random.between(1, 12))}${two(random.between(1, 28))}${random.digits(3)}`;
  const check = two(97 - (Number(body) % 97));
  return `${body}${check}`.replace(/(..)(..)(..)(...)(..)/, '$1.$2.$3-$4.$5');
}

function australianTfn(random: Random): string {
  for (;;) {
    const number = `${random.between(1, 9)}${random.digits(8)}`;
    if (weighted(number, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0)
      return number.replace(/(...)(...)(...)/, '$1 $2 $3');
  }
}

function indianPan(random: Random): string {
  return random.shaped('@@@P@####@');
}

function portugueseNif(random: Random): string {
  const body = `${random.between(1, 3)}${random.digits(7)}`;
  return `${body}${mod11(weighted(body, [9, 8, 7, 6, 5, 4, 3, 2]))}`;
}

function nhsNumber(random: Random): string {
  for (;;) {
    const number = `4${random.digits(9)}`;
    if (weighted(number, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0)
      return number.replace(/(...)(...)(....)/, '$1 $2 $3');
  }
}

function medicareNumber(random: Random): string {
  const letters = 'ACDEFGHJKMNPQRTUVWXY';
  const one = () => random.from(letters, 1);
  return `${random.between(1, 9)}${one()}${one()}${random.digits(1)}-${one()}${one()}${random.digits(1)}-${one()}${one()}${random.digits(2)}`;
}

function weighted(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + Number(digits[index]) * weight, 0);
}

function mod11(sum: number): number {
  return sum % 11 < 2 ? 0 : 11 - (sum % 11);
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
