import { createHash, randomBytes } from 'node:crypto';
import type { GuestCodes } from '@throughline/genesys-cloud';
import type { CustomerSession } from '@throughline/identity';
import type { GuestSignInSettings } from '../config/options.js';
import type { Identity } from './identity.js';

/**
 * Codes of the gateway's own OpenID provider for customers who are signed in at the portal, by the session that was
 * used last. Genesys Cloud exchanges them as a client of the provider.
 */
export function guestCodesOf(
  settings: GuestSignInSettings,
  identity: Pick<Identity, 'customerSessions' | 'openIdProvider'>,
): GuestCodes {
  const { customerSessions } = identity;
  return async ({ customerId }) => {
    const [place] = await customerSessions.placesOf(customerId);
    const session = place && (await customerSessions.peek(place.id, customerId));
    const code = session && (await sessionCode(settings, identity, session));
    return code ? { ...code, vouchedBy: session.id } : null;
  };
}

/** The same for one session; null when the provider has no such client. */
export async function sessionCode(
  { clientId, redirectUri }: GuestSignInSettings,
  { openIdProvider }: Pick<Identity, 'openIdProvider'>,
  session: CustomerSession,
) {
  if (!openIdProvider) return null;
  const codeVerifier = randomBytes(32).toString('base64url');
  const nonce = randomBytes(16).toString('base64url');
  const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url');
  const issued = await openIdProvider.issueCode(session, { clientId, redirectUri, codeChallenge, nonce });
  return issued && { code: issued.code, issuer: issued.issuer, redirectUri, codeVerifier, nonce };
}
