import type { JWK } from 'jose';

/** RFC 8725 §3.5 by way of NIST SP 800-131A: shorter RSA keys are no longer fit for signatures. */
const MIN_RSA_BITS = 2_048;

/** Why a key of a portal's public key set cannot be trusted; null when nothing speaks against it. */
export function weakKeyProblem({ kty, d, n }: JWK): string | null {
  if (kty === 'oct') {
    return 'is a secret, not a public key: whoever reads it could sign in as anyone; take it out';
  }
  if (d !== undefined) {
    return 'is a private key, which only the portal may have: keep its public half here, and make the portal a new key';
  }
  if (kty === 'RSA' && n !== undefined && bitsOf(n) < MIN_RSA_BITS) {
    return `is an RSA key of less than ${MIN_RSA_BITS} bits: make the portal a longer one`;
  }
  return null;
}

function bitsOf(base64url: string): number {
  const bytes = Buffer.from(base64url, 'base64url');
  const first = bytes.findIndex((byte) => byte !== 0);
  if (first === -1) return 0;
  return (bytes.length - first) * 8 - Math.clz32(bytes[first] ?? 0) + 24;
}
