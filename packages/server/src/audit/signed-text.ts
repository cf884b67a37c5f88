import { CompactSign, type CryptoKey, compactVerify } from 'jose';
import type { AuditSigningKey } from './signing-key.js';

/**
 * A text on one line, signed: a JWS in compact form (RFC 7515 §7.1), EdDSA over Ed25519 (RFC 8037).
 * @param type says what the text is, so that nothing signed is taken for something else
 */
export function signText(type: string, text: string, { privateKey, kid }: AuditSigningKey): Promise<string> {
  return new CompactSign(new TextEncoder().encode(text))
    .setProtectedHeader({ alg: 'EdDSA', typ: type, kid })
    .sign(privateKey);
}

/** The text; null when it was not signed with one of the keys, or is of another type. */
export async function readSignedText(
  type: string,
  line: string,
  keys: readonly CryptoKey[],
): Promise<string | null> {
  for (const key of keys) {
    const signed = await compactVerify(line, key, { algorithms: ['EdDSA'] }).catch(() => null);
    if (signed?.protectedHeader.typ === type) return new TextDecoder().decode(signed.payload);
  }
  return null;
}
