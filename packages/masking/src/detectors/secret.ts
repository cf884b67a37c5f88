import { spansOf } from '../labeled-values.js';
import type { Detector } from './detector.js';

/**
 * Keys and tokens that their own form gives away: PEM private keys (RFC 7468), JSON Web Tokens (RFC 7519), `Bearer`
 * credentials (RFC 6750), passwords in URLs (RFC 3986 §3.2.1), and keys with their vendor's published prefix.
 */
export const secret: Detector = {
  type: 'SECRET',
  find: (text) => (HINT.test(text) ? spansOf(text, SHAPE, () => 1) : []),
};

const HINT =
  /-----BEGIN|eyJ|bearer|:\/\/|_live_|_test_|sk-|gh[opsu]_|github_pat_|glpat-|xox|A[KS]IA|AIza|SG\.|npm_|hf_/i;

const SHAPE = new RegExp(
  [
    '-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----[\\sA-Za-z0-9+/=]{0,8000}(?:-----END [A-Z ]{0,20}PRIVATE KEY-----)?',
    '\\beyJ[\\w-]{5,4000}\\.[\\w-]{5,4000}\\.[\\w-]{0,2000}',
    '(?<=\\b[Bb]earer )[\\w.~+/=-]{16,2000}',
    '(?<=\\b[a-z][a-z0-9+]{1,10}:\\/\\/)[^\\s:@/]{1,100}:[^\\s@/]{1,200}(?=@)',
    '\\b[rsp]k_(?:live|test)_\\w{10,200}',
    '\\bsk-[\\w-]{20,200}',
    '\\bgh[opsu]_\\w{30,255}',
    '\\bgithub_pat_\\w{20,255}',
    '\\bglpat-[\\w-]{20,100}',
    '\\bxox[abeprs]-[\\w-]{10,250}',
    '\\bA[KS]IA[A-Z0-9]{16}\\b',
    '\\bAIza[\\w-]{35}',
    '\\bSG\\.[\\w-]{16,64}\\.[\\w-]{16,64}',
    '\\bnpm_\\w{30,100}',
    '\\bhf_\\w{30,100}',
  ].join('|'),
  'g',
);
