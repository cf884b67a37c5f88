import type { Clock, IssuedTokenStore } from '@throughline/core';
import type { CustomerSessions } from '../customer-sessions.js';
import type { SigningKeyFile } from './signing-key-file.js';

/** Claims that a client may be told about a customer, besides the subject. */
export const PROVIDER_CLAIMS = ['name', 'email', 'phone_number', 'locale'] as const;

export type ProviderClaim = (typeof PROVIDER_CLAIMS)[number];

/** A server that exchanges codes, as a confidential client. */
export interface ProviderClient {
  readonly id: string;
  readonly secret: string;
  /** Exact addresses; compared as strings. */
  readonly redirectUris: readonly string[];
}

export interface OpenIdProviderSettings {
  /** The provider's address, without a slash at the end: where browsers and clients find it. */
  readonly issuer: string;
  readonly clients: readonly ProviderClient[];
  readonly claims: readonly ProviderClaim[];
  /** From the first refresh token of a sign-in; using it does not prolong it. In seconds. */
  readonly refreshTokenSeconds: number;
}

export interface OpenIdProviderOptions extends OpenIdProviderSettings {
  readonly keys: SigningKeyFile;
  readonly store: IssuedTokenStore;
  readonly clock: Clock;
  /** Customers' sessions; tokens end with them. */
  readonly sessions: Pick<CustomerSessions, 'peek'>;
  /** Told about failures that no client can be blamed for; never with content. */
  readonly onFailure: (error: unknown) => void;
}
