import { generateKeyPair } from 'jose';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MisbehavingProvider } from '../../test-support/misbehaving-provider.js';
import { IdentityError } from '../errors.js';
import { RelyingParty } from './relying-party.js';

const REDIRECT_URI = 'https://www.bank.example/support/v1/oidc/callback';
let provider: MisbehavingProvider;
let party: RelyingParty;
beforeEach(async () => {
  // Dates alone: sockets and time limits stay real.
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-24T12:00:00Z') });
  provider = await MisbehavingProvider.start();
  party = new RelyingParty(provider.settings);
});
afterEach(async () => {
  vi.useRealTimers();
  await provider.close();
});

const nowS = () => Math.floor(Date.now() / 1000);
const authorize = () => party.authorize({ redirectUri: REDIRECT_URI });

async function signIn() {
  const { url, checks } = await authorize();
  return party.redeem(provider.signIn(url), checks);
}

function outcomeOf(attempt: Promise<unknown>): Promise<string> {
  return attempt.then(
    () => 'accepted',
    (error: unknown) => (error instanceof IdentityError ? error.code : `unexpected ${String(error)}`),
  );
}

describe('an authorization request', () => {
  it('[OIDC-1] asks for a code, with PKCE (S256), state and nonce that are new each time', async () => {
    const [one, two] = [(await authorize()).url, (await authorize()).url];
    expect(Object.fromEntries(one.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: 'gateway',
      scope: 'openid profile email',
      redirect_uri: REDIRECT_URI,
      code_challenge_method: 'S256',
    });
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(one.searchParams.get(name)).toMatch(/^[\w-]{43}$/);
      expect(one.searchParams.get(name)).not.toBe(two.searchParams.get(name));
    }
    expect(one.href).not.toContain('secret');
  });

  it('[OIDC-1] can ask for silence, and for an authentication context', async () => {
    const { url } = await party.authorize({
      redirectUri: REDIRECT_URI,
      prompt: 'none',
      acrValues: ['urn:mfa', 'urn:phr'],
    });
    expect(url.searchParams.get('prompt')).toBe('none');
    expect(url.searchParams.get('acr_values')).toBe('urn:mfa urn:phr');
  });
});

describe('the answer to an authorization request', () => {
  it('[OIDC-2] signs in the subject, with the claims of ID token and user info', async () => {
    provider.userInfo = { name: 'Ava Lindqvist', sid: 'another', email: 'ava@bank.example' };
    const { subject, providerSession, claims, tokens } = await signIn();
    expect({ subject, providerSession }).toEqual({ subject: 'ava', providerSession: 'sid-1' });
    expect(claims).toMatchObject({ sub: 'ava', name: 'Ava Lindqvist', sid: 'sid-1' });
    expect(tokens.expiresAt).toEqual(new Date(Date.now() + 300_000));
    expect(provider.refreshTokens.has(tokens.refreshToken ?? '')).toBe(true);
  });

  it.each<[string, (answer: URLSearchParams) => void]>([
    ['another state', (answer) => answer.set('state', 'x'.repeat(43))],
    ['no state', (answer) => answer.delete('state')],
    ['two states', (answer) => answer.append('state', 'x')],
    ['another issuer (mix-up)', (answer) => answer.set('iss', 'https://evil.example')],
    ['no issuer from a provider that names it', (answer) => answer.delete('iss')],
    ['no code', (answer) => answer.delete('code')],
    ['a code that was never issued', (answer) => answer.set('code', 'made-up')],
    ['a refusal', (answer) => answer.set('error', 'access_denied')],
    ['an error with strange words', (answer) => answer.set('error', '<script>')],
  ])('[OIDC-2] is refused with %s', async (_case, tamper) => {
    const { url, checks } = await authorize();
    const answer = provider.signIn(url);
    tamper(answer);
    expect(await outcomeOf(party.redeem(answer, checks))).toBe('sign_in_refused');
  });

  it('[OIDC-2] is refused with a code of another sign-in, and a second time', async () => {
    const [one, two] = [await authorize(), await authorize()];
    const foreign = provider.signIn(one.url);
    foreign.set('state', two.checks.state);
    expect(await outcomeOf(party.redeem(foreign, two.checks))).toBe('sign_in_refused');
    const { url, checks } = await authorize();
    const answer = provider.signIn(url);
    expect(await outcomeOf(party.redeem(answer, checks))).toBe('accepted');
    expect(await outcomeOf(party.redeem(answer, checks))).toBe('sign_in_refused');
  });

  it.each(['login_required', 'interaction_required', 'consent_required', 'account_selection_required'])(
    '[OIDC-4] to a silent request says that a person is needed: %s',
    async (error) => {
      const { checks } = await authorize();
      const answer = new URLSearchParams({ error, state: checks.state, iss: provider.issuer });
      expect(await outcomeOf(party.redeem(answer, checks))).toBe('sign_in_required');
    },
  );

  it('[OIDC-5] may say that the provider is in trouble: try again', async () => {
    const { checks } = await authorize();
    const error = { error: 'temporarily_unavailable', state: checks.state, iss: provider.issuer };
    expect(await outcomeOf(party.redeem(new URLSearchParams(error), checks))).toBe('unavailable');
  });
});

describe('an ID token', () => {
  it.each<[string, () => Record<string, unknown>]>([
    ['another issuer', () => ({ iss: 'https://evil.example' })],
    ['no issuer', () => ({ iss: undefined })],
    ['another audience', () => ({ aud: 'another-client' })],
    ['an audience beside us', () => ({ aud: ['gateway', 'another-client'] })],
    ['another authorized party', () => ({ aud: ['gateway', 'another'], azp: 'another' })],
    ['no audience', () => ({ aud: undefined })],
    ['no subject', () => ({ sub: undefined })],
    ['an empty subject', () => ({ sub: '' })],
    ['a subject that is no text', () => ({ sub: 7 })],
    ['no issue time', () => ({ iat: undefined })],
    ['an issue time far ahead', () => ({ iat: nowS() + 61 })],
    ['no end', () => ({ exp: undefined })],
    ['an end long past', () => ({ iat: nowS() - 400, exp: nowS() - 61 })],
    ['a start far ahead', () => ({ nbf: nowS() + 61 })],
    ['another nonce', () => ({ nonce: 'x'.repeat(43) })],
    ['no nonce', () => ({ nonce: undefined })],
  ])('[OIDC-3] is refused with %s', async (_case, claims) => {
    provider.claims = claims();
    expect(await outcomeOf(signIn())).toBe('sign_in_refused');
  });

  it('[OIDC-3] is accepted while clocks are a little apart', async () => {
    provider.claims = { iat: nowS() + 20, exp: nowS() + 300 };
    expect(await outcomeOf(signIn())).toBe('accepted');
    provider.claims = { iat: nowS() - 300, exp: nowS() - 20 };
    expect(await outcomeOf(signIn())).toBe('accepted');
  });

  it.each<[string, (claims: Record<string, unknown>) => Promise<string>]>([
    ['without a signature', async (claims) => unsigned(claims)],
    ['with a bad signature', async (claims) => spoil(await provider.sign(claims))],
    [
      'signed by someone else',
      async (claims) => provider.sign(claims, {}, (await generateKeyPair('ES256')).privateKey),
    ],
    [
      'signed by a key that it brings along',
      async (claims) => {
        const { privateKey } = await generateKeyPair('ES256');
        return provider.sign(claims, { kid: 'own', jwk: { kty: 'EC' } }, privateKey);
      },
    ],
    ['under an unknown key id', (claims) => provider.sign(claims, { kid: '../../etc/passwd' })],
    ['that is no token', async () => 'no-token'],
    ['signed with our client secret', (claims) => hmac(claims)],
  ])('[OIDC-3] is refused %s', async (_case, sign) => {
    // The provider itself says that anything goes; we decide.
    provider.metadata = { id_token_signing_alg_values_supported: ['ES256', 'none', 'HS256'] };
    provider.signIdToken = sign;
    expect(await outcomeOf(signIn())).toBe('sign_in_refused');
  });

  it('[OIDC-3] is accepted without a key id where the provider has one key', async () => {
    provider.signIdToken = (claims) => provider.sign(claims, { kid: undefined });
    expect(await outcomeOf(signIn())).toBe('accepted');
  });

  it('[OIDC-3] is accepted under a new key of the provider, after a minute; without a key id then no longer', async () => {
    expect(await outcomeOf(signIn())).toBe('accepted');
    await provider.rotate();
    vi.setSystemTime(Date.now() + 60_000);
    expect(await outcomeOf(signIn())).toBe('accepted');
    expect(provider.requests.jwks).toBe(2);
    provider.signIdToken = (claims) => provider.sign(claims, { kid: undefined });
    expect(await outcomeOf(signIn())).toBe('sign_in_refused');
  });

  it('[OIDC-3] is refused when the user info is about someone else', async () => {
    provider.userInfo = { sub: 'ben' };
    expect(await outcomeOf(signIn())).toBe('sign_in_refused');
  });
});

describe('a refresh', () => {
  it('[OIDC-6] brings a new refresh token and fresh claims; the old token is used up', async () => {
    const first = await signIn();
    provider.userInfo = { name: 'Ava Lindqvist-Berg' };
    const second = await party.refresh(first);
    expect(second.claims.name).toBe('Ava Lindqvist-Berg');
    expect(second.tokens.refreshToken).not.toBe(first.tokens.refreshToken);
    expect(await outcomeOf(party.refresh(first))).toBe('sign_in_refused');
    expect(await outcomeOf(party.refresh(second))).toBe('accepted');
  });

  it('[OIDC-6] without a new ID token is about the person before', async () => {
    provider.claims = { name: 'Ava Lindqvist' };
    const first = await signIn();
    provider.tokenAnswer = { id_token: undefined, refresh_token: undefined };
    vi.setSystemTime(Date.now() + 60_000);
    const second = await party.refresh(first);
    expect(second).toMatchObject({
      subject: 'ava',
      providerSession: 'sid-1',
      issuedAt: new Date(),
      claims: { name: 'Ava Lindqvist' },
      tokens: { idToken: first.tokens.idToken, refreshToken: first.tokens.refreshToken },
    });
  });

  it.each([
    ['another issuer', { iss: 'https://evil.example' }],
    ['another subject', { sub: 'ben' }],
  ])('[OIDC-6] is refused with an ID token of %s', async (_case, claims) => {
    const first = await signIn();
    provider.claims = claims;
    provider.userInfo = { sub: 'ben' };
    expect(await outcomeOf(party.refresh(first))).toBe('sign_in_refused');
  });
});

describe('signing out', () => {
  it('[OIDC-7] sends the browser to the provider, with a hint and a state', async () => {
    const { tokens } = await signIn();
    const returnUri = 'https://www.bank.example/support/v1/oidc/signed-out';
    const url = await party.endSessionUrl({ idToken: tokens.idToken, returnUri, state: 's-1' });
    expect(url?.pathname).toBe('/end');
    expect(Object.fromEntries(url?.searchParams ?? [])).toEqual({
      id_token_hint: tokens.idToken,
      post_logout_redirect_uri: returnUri,
      client_id: 'gateway',
      state: 's-1',
    });
  });

  it('[OIDC-7] stays with us when the provider has no such address', async () => {
    provider.metadata = { end_session_endpoint: undefined };
    expect(await party.endSessionUrl({ idToken: 'x', returnUri: REDIRECT_URI, state: 's' })).toBeNull();
  });
});

describe('a provider in trouble', () => {
  const troubles = [
    [
      'answers 500',
      (_: unknown, response: { writeHead(code: number): { end(): void } }) => response.writeHead(500).end(),
    ],
    ['hangs up', (request: { socket: { destroy(): void } }) => request.socket.destroy()],
  ] as const;

  it.each(troubles)(
    '[OIDC-5] that %s is "unavailable", whatever was asked; later it works',
    async (_case, broken) => {
      provider.broken.metadata = broken;
      expect(await outcomeOf(authorize())).toBe('unavailable');
      delete provider.broken.metadata;
      const first = await signIn();
      provider.broken.token = broken;
      expect(await outcomeOf(signIn())).toBe('unavailable');
      expect(await outcomeOf(party.refresh(first))).toBe('unavailable');
      delete provider.broken.token;
      provider.broken.userinfo = broken;
      expect(await outcomeOf(signIn())).toBe('unavailable');
      delete provider.broken.userinfo;
      expect(await outcomeOf(signIn())).toBe('accepted');
    },
  );

  it('[OIDC-5] that hangs is "unavailable" after the time limit', async () => {
    party = new RelyingParty({ ...provider.settings, timeoutMs: 100 });
    provider.broken.metadata = () => undefined;
    expect(await outcomeOf(authorize())).toBe('unavailable');
    party = new RelyingParty({ ...provider.settings, timeoutMs: 1_000 });
    delete provider.broken.metadata;
    provider.broken.token = (_request, response) =>
      void response.writeHead(200, { 'content-type': 'application/json' }).write('{"id_token":');
    expect(await outcomeOf(signIn())).toBe('unavailable');
  });

  it('[OIDC-5] that shows a page instead of data is "unavailable"', async () => {
    provider.broken.token = (_request, response) =>
      void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Back soon</h1>');
    expect(await outcomeOf(signIn())).toBe('unavailable');
  });

  it('[OIDC-5] that calls itself something else is not asked for anyone', async () => {
    provider.metadata = { issuer: 'https://evil.example' };
    expect(await outcomeOf(authorize())).toBe('unavailable');
  });

  it('[OIDC-5] is asked for its metadata once, whoever waits, and again after an hour', async () => {
    await Promise.all([authorize(), authorize(), authorize()]);
    expect(provider.requests.metadata).toBe(1);
    vi.setSystemTime(Date.now() + 60 * 60_000);
    provider.broken.metadata = (_request, response) => void response.writeHead(503).end();
    expect(await outcomeOf(authorize())).toBe('accepted');
    expect(provider.requests.metadata).toBe(2);
  });
});

function unsigned(claims: Record<string, unknown>): string {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${encode({ alg: 'none' })}.${encode(claims)}.`;
}

function spoil(token: string): string {
  const [header, payload, signature = ''] = token.split('.');
  const bytes = Buffer.from(signature, 'base64url');
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  return `${header}.${payload}.${bytes.toString('base64url')}`;
}

async function hmac(claims: Record<string, unknown>): Promise<string> {
  const { SignJWT } = await import('jose');
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .sign(Buffer.from(provider.settings.clientSecret.padEnd(32)));
}
