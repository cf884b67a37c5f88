import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { MaskingError } from '../masking-error.js';
import { plainValue } from './plain-value.js';

/** Fewest bytes of a key (NIST SP 800-107 §5.3.2: as many as the digest asks for half of). */
const FEWEST_KEY_BYTES = 16;

/**
 * A pseudonym in the value's place: `[email #KTQZMRXBFT]`. It is the same for the same key, type and value, however
 * the value was written, and tells nothing without the key (HMAC-SHA-256, RFC 2104, ten characters).
 * @throws MaskingError `token_key_missing` without a key of at least 16 bytes
 */
export function tokenize(name: string, value: string, key: Uint8Array | undefined): string {
  if (key === undefined || key.length < FEWEST_KEY_BYTES) {
    throw new MaskingError(
      'token_key_missing',
      `the policy asks for tokens: pass a key of at least ${FEWEST_KEY_BYTES} bytes`,
    );
  }
  const digest = hmac(sha256, key, utf8ToBytes(`${name}\n${plainValue(value)}`));
  let token = '';
  for (const byte of digest.subarray(0, TOKEN_LENGTH)) token += ALPHABET[byte % ALPHABET.length];
  return `[${name} #${token}]`;
}

const TOKEN_LENGTH = 10;
/** Consonants only: no detector takes a token for a code, and no token reads like a word. */
const ALPHABET = 'BCDFGHJKLMNPQRSTVWXZ';
