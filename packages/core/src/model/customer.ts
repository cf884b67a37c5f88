/**
 * A person known to the portal. `issuer` and `externalId` together are the key (DESIGN §1: one tenant);
 * `id` is ours, a UUID, and the only form that travels inside the gateway.
 */
export interface CustomerIdentity {
  readonly issuer: string;
  /** The portal's customer id. */
  readonly externalId: string;
}

/** What the portal vouches for at sign-in. Sealed at rest. */
export interface CustomerClaims extends CustomerIdentity {
  readonly displayName: string;
  readonly tier: string | null;
  readonly email: string | null;
  /** Whoever vouches for the customer has seen that the address is theirs. */
  readonly emailVerified?: boolean;
  readonly phone: string | null;
  readonly locale: string | null;
}

/** A signed-in customer, as use-cases see one. */
export interface Customer {
  readonly id: string;
  readonly claims: CustomerClaims;
}
