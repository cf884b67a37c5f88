import type { FileScanner } from '@throughline/core';

/** https://www.eicar.org: the file that every scanner takes for harmful, in two halves so that none stops at this one. */
const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

/** For demonstrations: knows the EICAR test file and nothing else. Refused in production. */
export const testFileScanner: FileScanner = {
  scan: async (content) => (Buffer.from(content).includes(EICAR) ? 'infected' : 'clean'),
};
