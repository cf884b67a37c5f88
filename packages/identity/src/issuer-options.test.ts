import { randomBytes } from 'node:crypto';
import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { ASSERTION_TYPE, AssertionVerifier, type TrustedIssuer } from './assertion.js';
import { IdentityError } from './errors.js';

const NOW = new Date('2026-11-24T12:00:00Z');
const nowS = NOW.getTime() / 1000;
const ISSUER = 'https://legacy.example';
const GOOD: JWTPayload = {
  iss: ISSUER,
  aud: 'throughline',
  sub: 'ava',
  iat: nowS,
  exp: nowS + 30,
  jti: 'once',
  challenge: 'c',
};
const SECRET = randomBytes(32);

function sign(payload: JWTPayload, alg: string, key: Parameters<SignJWT['sign']>[0]): Promise<string> {
  return new SignJWT(payload).setProtectedHeader({ alg, kid: 'k1', typ: ASSERTION_TYPE }).sign(key);
}

function verify(assertion: string, options: Pick<TrustedIssuer, 'keys' | 'claims'>) {
  const trusted = { issuer: ISSUER, audience: 'throughline', ...options };
  return new AssertionVerifier([trusted], { now: () => NOW }).verify(assertion, 'c');
}

const outcome = (assertion: string, keys: TrustedIssuer['keys']) =>
  verify(assertion, { keys }).then(
    () => 'accepted',
    (error: unknown) => (error instanceof IdentityError ? error.code : `unexpected ${String(error)}`),
  );

describe('a legacy portal with a shared secret', () => {
  const keys = { legacySecret: SECRET };

  it('[T5] signs with HS256 and that secret, and with nothing else', async () => {
    expect(await outcome(await sign(GOOD, 'HS256', SECRET), keys)).toBe('accepted');
    expect(await outcome(await sign(GOOD, 'HS256', randomBytes(32)), keys)).toBe('assertion_invalid');
    expect(await outcome(await sign(GOOD, 'HS512', randomBytes(64)), keys)).toBe('assertion_invalid');
    const { privateKey } = await generateKeyPair('ES256');
    expect(await outcome(await sign(GOOD, 'ES256', privateKey), keys)).toBe('assertion_invalid');
  });

  it('[T5] needs 256 bits', () => {
    const keys = { legacySecret: randomBytes(31) };
    expect(
      () => new AssertionVerifier([{ issuer: ISSUER, audience: 'a', keys }], { now: () => NOW }),
    ).toThrow(/at least 32 bytes/);
  });
});

describe('a portal with public keys', () => {
  it('[T5] never has one of them, in any encoding, taken for an HMAC secret', async () => {
    const { publicKey } = await generateKeyPair('RS256', { extractable: true });
    const jwk = { ...(await exportJWK(publicKey)), kid: 'k1' };
    const spki = await exportSPKI(publicKey);
    const der = Buffer.from(spki.replace(/-----[^-]+-----|\s/g, ''), 'base64');
    for (const secret of [spki, `${spki}\n`, der, JSON.stringify(jwk), jwk.n ?? '']) {
      const assertion = await sign(GOOD, 'HS256', Buffer.from(secret));
      expect(await outcome(assertion, { keys: [jwk] })).toBe('assertion_invalid');
    }
  });

  it('[T5] cannot slip a secret into its key set', async () => {
    const oct = { kty: 'oct', kid: 'k1', k: SECRET.toString('base64url') };
    expect(await outcome(await sign(GOOD, 'HS256', SECRET), { keys: [oct] })).toBe('assertion_invalid');
  });
});

describe('claim names of a portal', () => {
  const keys = { legacySecret: SECRET };
  const claims = { customerId: 'https://legacy.example/cif', name: 'full_name', tier: 'segment' };

  it('say which claim is what; the others keep their usual names', async () => {
    const payload = {
      ...GOOD,
      sub: 'login-77',
      'https://legacy.example/cif': '4711',
      full_name: 'Ava Lindqvist',
      name: 'nickname',
      segment: 'PREMIUM',
      email: 'ava@example.com',
    };
    const verified = await verify(await sign(payload, 'HS256', SECRET), { keys, claims });
    expect(verified.claims).toEqual({
      issuer: ISSUER,
      externalId: '4711',
      displayName: 'Ava Lindqvist',
      tier: 'PREMIUM',
      email: 'ava@example.com',
      phone: null,
      locale: null,
    });
  });

  it.each<[string, unknown]>([
    ['is missing', undefined],
    ['is empty', ''],
    ['is a number', 4711],
    ['is a list', ['4711']],
    ['has a control character', '47\u000011'],
  ])('[T4] never fall back to another claim when the customer id %s', async (_case, value) => {
    const assertion = await sign({ ...GOOD, [claims.customerId]: value }, 'HS256', SECRET);
    await expect(verify(assertion, { keys, claims })).rejects.toMatchObject({ code: 'assertion_invalid' });
  });

  it('read nothing that every object inherits', async () => {
    const assertion = await sign(GOOD, 'HS256', SECRET);
    const inherited = { keys, claims: { customerId: 'constructor' } };
    await expect(verify(assertion, inherited)).rejects.toMatchObject({ code: 'assertion_invalid' });
  });
});
