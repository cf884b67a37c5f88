import type { IssuerKeys } from '../issuer-keys.js';

/** What a server can be allowed to do. A call needs exactly one of them. */
export const SERVER_SCOPES = ['context', 'release', 'sign-out', 'genesys'] as const;

export type ServerScope = (typeof SERVER_SCOPES)[number];

/** A server that calls the gateway (an OAuth 2.0 client, RFC 6749 §2), with at least one way to prove who it is. */
export interface ServerClient {
  readonly id: string;
  /** The portal whose customers it may name. */
  readonly issuer: string;
  readonly scopes: readonly ServerScope[];
  /** SHA-256 of its secret. */
  readonly secretHash?: Uint8Array;
  /** Its public keys, for `private_key_jwt` (RFC 7523 §2.2). */
  readonly keys?: IssuerKeys;
  /** Its certificate, for mutual TLS (RFC 8705 §2). */
  readonly certificate?: ExpectedCertificate;
}

export type ExpectedCertificate =
  /** SHA-256 of the certificate, as hexadecimal digits in lower case: that one and no other. */
  | { readonly fingerprint: string }
  /** All parts of its subject, such as `CN=crm` and `O=Bank`; whoever checked the certificate vouches for it. */
  | { readonly subject: readonly string[] };

/** A certificate whose key the caller has, as the end of the TLS connection says. */
export interface ShownCertificate {
  readonly fingerprint: string;
  readonly subject: readonly string[];
  /** A certificate authority that was configured there stands behind it. */
  readonly isVouchedFor: boolean;
}

export function isExpected(expected: ExpectedCertificate, shown: ShownCertificate): boolean {
  if ('fingerprint' in expected) return expected.fingerprint === shown.fingerprint;
  const sorted = (parts: readonly string[]) => JSON.stringify(parts.toSorted());
  return shown.isVouchedFor && sorted(expected.subject) === sorted(shown.subject);
}
