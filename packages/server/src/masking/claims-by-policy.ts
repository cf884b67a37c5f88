import type { ProviderClaim } from '@throughline/identity';
import { type EntityType, type MaskingPolicy, operatorFor } from '@throughline/masking';

/** What each claim tells; null for what masking does not know. */
const KINDS: Readonly<Record<ProviderClaim, EntityType | null>> = {
  name: 'PERSON',
  email: 'EMAIL',
  phone_number: 'PHONE',
  locale: null,
};

/** Of the claims about a customer, those that the policy lets pass to the contact center; a part of one is of no use. */
export function claimsByPolicy(
  claims: readonly ProviderClaim[],
  policy: MaskingPolicy,
): { readonly passed: readonly ProviderClaim[]; readonly withheld: readonly ProviderClaim[] } {
  const passes = (claim: ProviderClaim) => {
    const kind = KINDS[claim];
    return kind === null || operatorFor(policy, kind, { destination: 'contactCenter' }) === 'allow';
  };
  return { passed: claims.filter(passes), withheld: claims.filter((claim) => !passes(claim)) };
}
