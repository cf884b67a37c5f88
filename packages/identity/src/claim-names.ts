import type { CustomerClaims } from '@throughline/core';
import type { JWTPayload } from 'jose';

/** Which claim of a portal's assertions says what about the customer. */
export interface ClaimNames {
  /** Who the customer is: unique at the portal, never given to anyone else. */
  readonly customerId: string;
  readonly name: string;
  readonly email: string;
  /** `true` when the address is known to be the customer's. */
  readonly emailVerified: string;
  readonly phone: string;
  readonly tier: string;
  readonly locale: string;
}

export const DEFAULT_CLAIM_NAMES: ClaimNames = {
  customerId: 'sub',
  name: 'name',
  email: 'email',
  emailVerified: 'email_verified',
  phone: 'phone',
  tier: 'tier',
  locale: 'locale',
};

/** Null when the payload does not say who the customer is; other claims that are no text count as absent. */
export function readClaims(payload: JWTPayload, issuer: string, names: ClaimNames): CustomerClaims | null {
  const claim = (name: string) => toText(Object.hasOwn(payload, name) ? payload[name] : null);
  const externalId = claim(names.customerId);
  if (externalId === null) return null;
  return {
    issuer,
    externalId,
    displayName: claim(names.name) ?? 'Customer',
    tier: claim(names.tier),
    email: claim(names.email),
    ...(payload[names.emailVerified] === true ? { emailVerified: true } : {}),
    phone: claim(names.phone),
    locale: claim(names.locale),
  };
}

/** Text of 1 to 200 characters. Control characters would not survive the database (U+0000) or a log line. */
export function toText(value: unknown): string | null {
  const fits = typeof value === 'string' && value.length > 0 && value.length <= 200;
  return fits && !/\p{Cc}/u.test(value) ? value : null;
}

/** The same for a portal that names the customer itself. Null when it does not say who the customer is. */
export function claimsOfPortal(issuer: string, customer: { readonly id: string }): CustomerClaims | null {
  return readClaims({ ...customer }, issuer, {
    ...DEFAULT_CLAIM_NAMES,
    customerId: 'id',
    emailVerified: 'emailVerified',
  });
}
