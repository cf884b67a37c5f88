import type { CustomerClaims } from '../model/customer.js';
import type { Masker } from './core.js';
import { maskOrWithhold } from './mask-or-withhold.js';

/**
 * What a portal or identity provider says of a customer, as flows and agents may have it. The customer's id stays what
 * it is: it is the key (see {@link readableId}); e-mail address and phone number go to neither.
 * @throws CoreError `masking_failed`
 */
export function cleanClaims(mask: Masker, claims: CustomerClaims): CustomerClaims {
  const clean = (text: string) => maskOrWithhold(mask, text).text;
  const { displayName, tier, locale } = claims;
  return {
    ...claims,
    displayName: clean(displayName),
    tier: tier === null ? null : clean(tier),
    locale: locale === null ? null : clean(locale),
  };
}

/** Said before a number, it makes it the number of an account and not of a person. */
const SAID_BEFORE = 'customer id ';

/**
 * The customer's id as agents may read it: of a portal that calls its customers by their e-mail address, nothing.
 * @throws CoreError `masking_failed`
 */
export function readableId(mask: Masker, externalId: string): string {
  const { text } = maskOrWithhold(mask, `${SAID_BEFORE}${externalId}`);
  return text.startsWith(SAID_BEFORE) ? text.slice(SAID_BEFORE.length) : text;
}
