import { letterFor } from '../../checks.js';
import { identifier } from '../../engine/identifier.js';

const LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE';

/** DNI, NIF and NIE: eight digits, or X, Y or Z for the first of them, and the letter of the number mod 23 (RD 1553/2005). */
export const spain = [
  identifier({
    type: 'NATIONAL_ID',
    shape: '(?:\\d{8}|\\d{2}\\.\\d{3}\\.\\d{3}|[xyz][ -]?\\d{7})[ -]?[a-z]',
    letters: 'any',
    prefixed: true,
    digits: [7, 8],
    labels: 'dni nif nie documento identidad extranjero identificación',
    proof: (plain) =>
      letterFor(
        plain.slice(0, -1).replace(/^[XYZ]/, (first) => String('XYZ'.indexOf(first))),
        LETTERS,
      ) === plain.at(-1),
    unlabeled: 'anywhere',
  }),
];
