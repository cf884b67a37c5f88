import { digitAt, weightedSum } from '../../checks.js';
import { identifier } from '../../engine/identifier.js';

/** Brazil (CPF, CNPJ), Mexico (CURP, RFC), Chile (RUT), Argentina (CUIT). */
export const latinAmerica = [
  identifier({
    type: 'NATIONAL_ID',
    shape: '\\d{3}\\.?\\d{3}\\.?\\d{3}-?\\d{2}',
    letters: 'none',
    digits: [11, 11],
    labels: 'cpf',
    proof: (plain) => !/^(\d)\1+$/.test(plain) && hasCheckDigits(plain, 9),
    unlabeled: 'anywhere',
  }),
  identifier({
    type: 'TAX_ID',
    shape: '\\d{2}\\.?\\d{3}\\.?\\d{3}/?\\d{4}-?\\d{2}',
    letters: 'none',
    digits: [14, 14],
    labels: 'cnpj',
    proof: (plain) => hasCheckDigits(plain, 12),
    unlabeled: 'separated',
  }),
  identifier({
    type: 'NATIONAL_ID',
    shape: '[a-z][aeioux][a-z]{2}\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])[hmx][a-z]{5}[a-z0-9]\\d',
    letters: 'some',
    digits: [7, 8],
    labels: 'curp',
    unlabeled: 'anywhere',
  }),
  identifier({
    type: 'TAX_ID',
    shape: '[a-zñ&]{3,4}[ -]?\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])[ -]?[a-z0-9]{2}[0-9a]',
    letters: 'some',
    prefixed: true,
    digits: [6, 9],
    labels: 'rfc',
  }),
  identifier({
    type: 'NATIONAL_ID',
    shape: '\\d{1,2}\\.?\\d{3}\\.?\\d{3}-?[\\dk]',
    letters: 'any',
    digits: [7, 9],
    labels: 'rut run',
    proof: passesRut,
    unlabeled: 'separated',
  }),
  identifier({
    type: 'TAX_ID',
    shape: '(?:2[03467]|3[034])-?\\d{8}-?\\d',
    letters: 'none',
    digits: [11, 11],
    labels: 'cuit cuil',
    proof: (plain) =>
      (11 - (weightedSum(plain, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11 === Number(plain[10]),
    unlabeled: 'separated',
  }),
];

/** Receita Federal: two digits, each of weights 2 to 9 from the right, mod 11. CPF weights go on to 11. */
function hasCheckDigits(plain: string, length: number): boolean {
  return [length, length + 1].every((count) => {
    let sum = 0;
    for (let index = 0; index < count; index += 1) {
      const place = count - 1 - index;
      sum += digitAt(plain, index) * (length === 9 ? place + 2 : (place % 8) + 2);
    }
    const rest = sum % 11;
    return (rest < 2 ? 0 : 11 - rest) === digitAt(plain, count);
  });
}

function passesRut(plain: string): boolean {
  const digits = plain.slice(0, -1);
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    sum += digitAt(digits, digits.length - 1 - index) * ((index % 6) + 2);
  }
  return '0K987654321'[sum % 11] === plain.at(-1);
}
