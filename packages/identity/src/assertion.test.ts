import { createHmac } from 'node:crypto';
import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { ASSERTION_TYPE, AssertionVerifier } from './assertion.js';
import { IdentityError } from './errors.js';

const NOW = new Date('2026-11-24T12:00:00Z');
const nowS = NOW.getTime() / 1000;
const ISSUER = 'https://meridian.example';
const AUDIENCE = 'throughline';
const CHALLENGE = 'the-challenge-of-this-browser';

const GOOD: JWTPayload = {
  iss: ISSUER,
  aud: AUDIENCE,
  sub: 'ava',
  iat: nowS,
  exp: nowS + 30,
  jti: 'once',
  challenge: CHALLENGE,
  name: 'Ava Lindqvist',
  tier: 'PREMIUM',
};

type Pair = Awaited<ReturnType<typeof generateKeyPair>>;
let trusted: Pair;
let stranger: Pair;
let verifier: AssertionVerifier;

beforeAll(async () => {
  trusted = await generateKeyPair('ES256', { extractable: true });
  stranger = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(trusted.publicKey)), kid: 'k1', alg: 'ES256' };
  verifier = new AssertionVerifier([{ issuer: ISSUER, audience: AUDIENCE, keys: { keys: [jwk] } }], {
    now: () => NOW,
  });
});

function sign(
  payload: JWTPayload,
  header: { kid?: string; typ?: string; jwk?: object } = {},
  key = trusted.privateKey,
) {
  return new SignJWT(payload)
    .setProtectedHeader({ alg: 'ES256', kid: 'k1', typ: ASSERTION_TYPE, ...header })
    .sign(key);
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

async function outcome(assertion: string, challenge = CHALLENGE): Promise<string> {
  return verifier.verify(assertion, challenge).then(
    () => 'accepted',
    (error: unknown) => (error instanceof IdentityError ? error.code : `unexpected ${String(error)}`),
  );
}

describe('a portal assertion', () => {
  it('[T5] is accepted when every claim is right, and names the customer', async () => {
    const { claims, token } = await verifier.verify(await sign(GOOD), CHALLENGE);
    expect(claims).toEqual({
      issuer: ISSUER,
      externalId: 'ava',
      displayName: 'Ava Lindqvist',
      tier: 'PREMIUM',
      email: null,
      phone: null,
      locale: null,
    });
    expect(token).toEqual({ issuer: ISSUER, jti: 'once', expiresAt: new Date((nowS + 40) * 1000) });
  });

  it.each<[string, JWTPayload, string]>([
    ['another issuer', { ...GOOD, iss: 'https://evil.example' }, 'assertion_invalid'],
    ['another audience', { ...GOOD, aud: 'somebody-else' }, 'assertion_invalid'],
    ['an end in the past', { ...GOOD, iat: nowS - 45, exp: nowS - 11 }, 'assertion_expired'],
    ['an end long ago', { ...GOOD, iat: nowS - 4000, exp: nowS - 3970 }, 'assertion_expired'],
    ['a beginning in the future', { ...GOOD, iat: nowS + 61, exp: nowS + 90 }, 'assertion_invalid'],
    ['a not-before in the future', { ...GOOD, nbf: nowS + 61 }, 'assertion_invalid'],
    ['a lifetime above the limit', { ...GOOD, exp: nowS + 51 }, 'assertion_invalid'],
    ['a day of lifetime', { ...GOOD, exp: nowS + 86_400 }, 'assertion_invalid'],
    ["another browser's challenge", { ...GOOD, challenge: 'of-another-browser' }, 'assertion_invalid'],
    ['an empty subject', { ...GOOD, sub: '' }, 'assertion_invalid'],
    ['a subject with a control character', { ...GOOD, sub: 'ava\u0000' }, 'assertion_invalid'],
    ['a very long subject', { ...GOOD, sub: 'a'.repeat(201) }, 'assertion_invalid'],
  ])('[T5] is refused with %s', async (_case, payload, expected) => {
    expect(await outcome(await sign(payload))).toBe(expected);
  });

  it.each(['sub', 'iat', 'exp', 'jti', 'challenge', 'aud'])('[T5] is refused without %s', async (claim) => {
    const { [claim]: _, ...rest } = GOOD;
    expect(await outcome(await sign(rest))).toBe('assertion_invalid');
  });

  it('[T5] is accepted up to the clock skew past its end, and not after', async () => {
    expect(await outcome(await sign({ ...GOOD, iat: nowS - 39, exp: nowS - 9 }))).toBe('accepted');
    expect(await outcome(await sign({ ...GOOD, iat: nowS - 41, exp: nowS - 11 }))).toBe('assertion_expired');
  });

  it('[T5] is refused when a stranger signed it, under any key id', async () => {
    expect(await outcome(await sign(GOOD, {}, stranger.privateKey))).toBe('assertion_invalid');
    expect(await outcome(await sign(GOOD, { kid: 'unknown' }, stranger.privateKey))).toBe(
      'assertion_invalid',
    );
    expect(await outcome(await sign(GOOD, { kid: '../../etc/passwd' }, stranger.privateKey))).toBe(
      'assertion_invalid',
    );
  });

  it('[T5] is refused when it brings its own key', async () => {
    const jwk = await exportJWK(stranger.publicKey);
    expect(await outcome(await sign(GOOD, { jwk, kid: 'own' }, stranger.privateKey))).toBe(
      'assertion_invalid',
    );
  });

  it('[T5] is refused when its type is that of another kind of token', async () => {
    expect(await outcome(await sign(GOOD, { typ: 'JWT' }))).toBe('assertion_invalid');
    expect(await outcome(await sign(GOOD, { typ: 'at+jwt' }))).toBe('assertion_invalid');
  });

  it.each(['none', 'None', 'NONE', ''])('[T5] is refused with alg "%s" and no signature', async (alg) => {
    expect(await outcome(`${encode({ alg, typ: ASSERTION_TYPE })}.${encode(GOOD)}.`)).toBe(
      'assertion_invalid',
    );
  });

  it('[T5] is refused when the public key is used as an HMAC secret', async () => {
    const secret = await exportSPKI(trusted.publicKey);
    const signed = `${encode({ alg: 'HS256', kid: 'k1', typ: ASSERTION_TYPE })}.${encode(GOOD)}`;
    const signature = createHmac('sha256', secret).update(signed).digest('base64url');
    expect(await outcome(`${signed}.${signature}`)).toBe('assertion_invalid');
  });

  it('[T5] is refused when one character of it was changed', async () => {
    const [header, , signature] = (await sign(GOOD)).split('.');
    expect(await outcome(`${header}.${encode({ ...GOOD, sub: 'ben' })}.${signature}`)).toBe(
      'assertion_invalid',
    );
  });

  it.each([
    '',
    'x',
    'a.b',
    'a.b.c',
    'a.b.c.d',
    '..',
    `${'a'.repeat(8000)}.b.c`,
    `.${encode(null)}.`,
    `.${encode([])}.`,
  ])('is refused, not failed on, when it is malformed: %#', async (assertion) => {
    expect(await outcome(assertion)).toBe('assertion_invalid');
  });

  it('never quotes the assertion in its refusal', async () => {
    const assertion = await sign({ ...GOOD, aud: 'canary-7f3a' });
    const error: unknown = await verifier.verify(assertion, CHALLENGE).catch((reason: unknown) => reason);
    expect(JSON.stringify(error) + String(error)).not.toContain('canary-7f3a');
  });
});
