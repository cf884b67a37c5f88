import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProviderCodeExchange } from './code-exchange.js';

const VERIFIER = 'v'.repeat(43);
const REDIRECT = 'https://shop.example/cb';
const GRANT = { code: 'code-1', redirectUri: REDIRECT, codeVerifier: VERIFIER, nonce: 'n-1' };
let server: Server;
let issuer: string;
let sign: (claims: object, audience?: string) => Promise<string>;

/** A small identity provider: it checks client, code, redirect URI and PKCE, and signs ID tokens. */
beforeAll(async () => {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256', use: 'sig' }];
  sign = (claims, audience = 'door') =>
    new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'k' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject('ava')
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(privateKey);
  const challenge = createHash('sha256').update(VERIFIER).digest('base64url');
  const token = async (body: URLSearchParams, authorization: string | undefined) => {
    const verified = createHash('sha256')
      .update(body.get('code_verifier') ?? '')
      .digest('base64url');
    const isGood =
      authorization === `Basic ${btoa('door:s3cret')}` &&
      body.get('code') === 'code-1' &&
      body.get('redirect_uri') === REDIRECT &&
      verified === challenge;
    if (!isGood) return [400, { error: 'invalid_grant' }] as const;
    const claims = { nonce: 'n-1', given_name: 'Ava', family_name: 'Lindqvist', email: 'ava@example.org' };
    const idToken = await sign(claims);
    const tokens = { access_token: 'a', token_type: 'Bearer', expires_in: 120, refresh_token: 'r' };
    return [200, { ...tokens, id_token: idToken }] as const;
  };
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const [status, answer] =
      request.url === '/.well-known/openid-configuration'
        ? ([
            200,
            {
              issuer,
              authorization_endpoint: `${issuer}/auth`,
              token_endpoint: `${issuer}/token`,
              jwks_uri: `${issuer}/jwks`,
              response_types_supported: ['code'],
              id_token_signing_alg_values_supported: ['ES256'],
              token_endpoint_auth_methods_supported: ['client_secret_basic'],
            },
          ] as const)
        : request.url === '/jwks'
          ? ([200, { keys }] as const)
          : await token(new URLSearchParams(body), request.headers.authorization);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  issuer = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function anExchange(clientSecret = 's3cret'): ProviderCodeExchange {
  return new ProviderCodeExchange({ issuer, clientId: 'door', clientSecret, allowHttp: true });
}

describe('the exchange of a code at an identity provider', () => {
  it('[DOOR-32] gives the identity, and how long the provider vouches for it', async () => {
    const { identity, endsAt, refresh } = await anExchange().exchange(GRANT);
    expect(identity).toEqual({
      sub: 'ava',
      firstName: 'Ava',
      lastName: 'Lindqvist',
      email: 'ava@example.org',
    });
    expect(refresh).not.toBeNull();
    expect((endsAt ?? 0) - Date.now()).toBeGreaterThan(100_000);
    expect((endsAt ?? 0) - Date.now()).toBeLessThanOrEqual(120_000);
  });

  it.each([
    ['another code', { code: 'code-2' }],
    ['another redirect URI', { redirectUri: 'https://evil.example/cb' }],
    ['another PKCE verifier', { codeVerifier: 'w'.repeat(43) }],
    ['another nonce', { nonce: 'n-2' }],
  ])('[DOOR-32] refuses %s', async (_what, wrong) => {
    await expect(anExchange().exchange({ ...GRANT, ...wrong })).rejects.toThrow();
  });

  it('[DOOR-32] fails with a wrong client secret', async () => {
    await expect(anExchange('guess').exchange(GRANT)).rejects.toThrow();
  });

  it('[DOOR-74] takes an ID token with its nonce, and no other', async () => {
    const { identity, refresh } = await anExchange().identify(
      await sign({ nonce: 'n-2', name: 'Ava L' }),
      'n-2',
    );
    expect(identity).toMatchObject({ sub: 'ava', firstName: 'Ava', lastName: 'L' });
    expect(refresh).toBeNull();
    const wrong = [
      [await sign({ nonce: 'n-2' }), 'n-3'],
      [await sign({ nonce: 'n-2' }, 'another client'), 'n-2'],
      [await sign({}), 'n-2'],
      ['nonsense', 'n-2'],
    ] as const;
    for (const [idToken, nonce] of wrong) {
      await expect(anExchange().identify(idToken, nonce)).rejects.toThrow();
    }
  });
});
