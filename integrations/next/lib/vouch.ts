import { randomUUID } from 'node:crypto';
import { importPKCS8, SignJWT } from 'jose';
import type { Customer } from './session';

/** The key as PEM whose public half the gateway knows, its id, and issuer and audience as the gateway is configured. */
const { PORTAL_KEY = '', PORTAL_KEY_ID = '', PORTAL_ISSUER = '', PORTAL_AUDIENCE = '' } = process.env;
const GATEWAY = process.env.GATEWAY_URL ?? 'http://localhost:8080';

/** What the browser hands to the gateway: good for 30 s, once, and with this challenge alone. */
export function assertionFor({ id, name }: Customer, challenge: string): Promise<string> {
  return signed('throughline-assertion+jwt', id, { challenge, name });
}

/**
 * Ends the customer's sessions at the gateway everywhere, open chats included.
 * @throws {Error} When the gateway cannot be reached or refuses.
 */
export async function signOutEverywhere({ id }: Customer): Promise<void> {
  const authorization = `Bearer ${await signed('throughline-request+jwt', id, {})}`;
  const answer = await fetch(`${GATEWAY}/support/s2s/v1/sign-out`, {
    method: 'POST',
    headers: { authorization },
  });
  if (!answer.ok) throw new Error(`The gateway answered ${answer.status} to the sign-out.`);
}

async function signed(typ: string, subject: string, claims: Record<string, string>): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', kid: PORTAL_KEY_ID, typ })
    .setIssuer(PORTAL_ISSUER)
    .setAudience(PORTAL_AUDIENCE)
    .setSubject(subject)
    .setIssuedAt()
    .setExpirationTime('30s')
    .setJti(randomUUID())
    .sign(await importPKCS8(PORTAL_KEY, 'ES256'));
}
