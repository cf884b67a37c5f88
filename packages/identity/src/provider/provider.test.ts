import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rotateKeys, SigningKeyFile } from '@throughline/identity';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { allowInsecureRequests, discovery } from 'openid-client';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  CLIENT,
  OTHER_CLIENT,
  ProviderStage,
  pkce,
  REDIRECT_URI,
} from '../../test-support/provider-stage.js';

let stage: ProviderStage;
beforeAll(async () => {
  stage = await ProviderStage.open();
});
afterAll(() => stage.close());
afterEach(() => vi.useRealTimers());

const inSeconds = (seconds: number) =>
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1000 });

describe("the provider's documents", () => {
  it('[PROV-1] say where everything is, whatever address a client claims to have asked at', async () => {
    const answer = await fetch(`${stage.issuer}/.well-known/openid-configuration`, {
      headers: { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
    });
    expect(await answer.json()).toMatchObject({
      issuer: stage.issuer,
      authorization_endpoint: `${stage.issuer}/auth`,
      token_endpoint: `${stage.issuer}/token`,
      jwks_uri: `${stage.issuer}/jwks`,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      claims_supported: expect.arrayContaining(['sub', 'name', 'email']),
    });
    const server = await discovery(new URL(stage.issuer), CLIENT.id, CLIENT.secret, undefined, {
      execute: [allowInsecureRequests],
    });
    expect(server.serverMetadata().issuer).toBe(stage.issuer);
  });

  it('[PROV-1] [PROV-8] are those of TLS behind a proxy that ends it, with Secure cookies', async () => {
    const behind = await ProviderStage.open('https://www.bank.example');
    try {
      const at = (path: string) => fetch(`${behind.address}/support/oidc${path}`, { redirect: 'manual' });
      const document = (await (await at('/.well-known/openid-configuration')).json()) as object;
      expect(document).toMatchObject({ token_endpoint: 'https://www.bank.example/support/oidc/token' });
      const query = new URLSearchParams({
        client_id: CLIENT.id,
        redirect_uri: REDIRECT_URI,
        response_type: 'code',
        scope: 'openid',
        code_challenge: pkce().challenge,
        code_challenge_method: 'S256',
      });
      const answer = await at(`/auth?${query}`);
      expect(answer.status).toBe(303);
      const cookies = answer.headers.getSetCookie();
      expect(cookies).toHaveLength(2);
      for (const cookie of cookies) {
        expect(cookie).toMatch(/^__Secure-throughline_oidc_\w+=.*secure; httponly/i);
      }
    } finally {
      await behind.close();
    }
  });

  it('[PROV-1] publish public keys only', async () => {
    const { keys } = (await (await fetch(`${stage.issuer}/jwks`)).json()) as { keys: object[] };
    expect(keys).toHaveLength(1);
    expect(Object.keys(keys[0] ?? {}).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
  });
});

describe('a code', () => {
  it('[PROV-2] [PROV-5] becomes tokens about the customer, with the claims that are allowed', async () => {
    const { session } = stage.signIn('ava');
    const issued = await stage.code(session);
    const { status, body } = await stage.exchange(issued);
    expect(status).toBe(200);
    const keys = createRemoteJWKSet(new URL(`${stage.issuer}/jwks`));
    const { payload } = await jwtVerify(body.id_token ?? '', keys, {
      issuer: stage.issuer,
      audience: CLIENT.id,
    });
    expect(payload).toEqual({
      iss: stage.issuer,
      aud: CLIENT.id,
      sub: 'ava',
      name: 'Ava Lindqvist',
      email: 'ava@example.org',
      nonce: issued.nonce,
      auth_time: Math.floor(session.signedInAt.getTime() / 1000),
      iat: expect.any(Number),
      exp: (payload.iat ?? 0) + 300,
    });
  });

  it('[PROV-2] works once; using it again ends what the first use brought', async () => {
    const issued = await stage.code(stage.signIn('once').session);
    const first = await stage.exchange(issued);
    expect(await stage.exchange(issued)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await stage.refresh(first.body.refresh_token)).toMatchObject({ status: 400 });
  });

  it('[PROV-2] works at most once of twenty times at once', async () => {
    const issued = await stage.code(stage.signIn('racer').session);
    const answers = await Promise.all(Array.from({ length: 20 }, () => stage.exchange(issued)));
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
    for (const { body } of answers.filter(({ status }) => status === 200)) {
      expect((await stage.refresh(body.refresh_token)).status).toBe(400);
    }
  });

  it('[PROV-3] is over after 60 seconds', async () => {
    const early = await stage.code(stage.signIn('early').session);
    const late = await stage.code(stage.signIn('late').session);
    inSeconds(58);
    expect((await stage.exchange(early)).status).toBe(200);
    inSeconds(3);
    expect(await stage.exchange(late)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it.each([
    ['redirect address', { redirect_uri: 'https://www.bank.example/chat/callback/' }, CLIENT],
    ['verifier', { code_verifier: pkce().verifier }, CLIENT],
    ['client', {}, OTHER_CLIENT],
  ])('[PROV-3] is refused with another %s', async (_what, changes, client) => {
    const issued = await stage.code(stage.signIn('bound').session);
    expect(await stage.exchange(issued, changes, client)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
  });

  it('[PROV-3] is not exchanged without the verifier', async () => {
    const { code } = await stage.code(stage.signIn('bare').session);
    const fields = { grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI };
    expect((await stage.token(fields)).body.error).toBe('invalid_grant');
  });

  it('[PROV-3] is not issued for an unknown client or redirect address', async () => {
    const { session } = stage.signIn('ava');
    const request = { clientId: CLIENT.id, redirectUri: REDIRECT_URI, codeChallenge: 'c', nonce: 'n' };
    expect(await stage.provider.issueCode(session, { ...request, clientId: 'nobody' })).toBeNull();
    const redirectUri = 'https://evil.example/';
    expect(await stage.provider.issueCode(session, { ...request, redirectUri })).toBeNull();
  });
});

describe('a client', () => {
  it('[PROV-4] shows its secret in the header or in the body', async () => {
    const { session } = stage.signIn('ava');
    expect((await stage.exchange(await stage.code(session))).status).toBe(200);
    const { code, verifier: code_verifier } = await stage.code(session);
    const fields = {
      grant_type: 'authorization_code',
      code,
      code_verifier,
      redirect_uri: REDIRECT_URI,
      client_id: CLIENT.id,
    };
    expect(await stage.post('/token', { ...fields, client_secret: 'guessed' })).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
    expect((await stage.post('/token', fields)).status).toBe(401);
    expect((await stage.post('/token', { ...fields, client_secret: CLIENT.secret })).status).toBe(200);
  });
});

describe('a refresh token', () => {
  it('[PROV-6] is replaced at each use, and ends when the first one would have', async () => {
    const { session } = stage.signIn('rita');
    const first = await stage.exchange(await stage.code(session));
    inSeconds(3_000);
    const second = await stage.refresh(first.body.refresh_token);
    expect(second).toMatchObject({ status: 200, body: { id_token: expect.any(String) } });
    expect(second.body.refresh_token).not.toBe(first.body.refresh_token);
    inSeconds(590);
    const third = await stage.refresh(second.body.refresh_token);
    expect(third.status).toBe(200);
    inSeconds(20);
    expect((await stage.refresh(third.body.refresh_token)).body.error).toBe('invalid_grant');
  });

  it('[PROV-6] that is used again ends its whole family', async () => {
    const first = await stage.exchange(await stage.code(stage.signIn('stolen').session));
    const second = await stage.refresh(first.body.refresh_token);
    expect((await stage.refresh(first.body.refresh_token)).body.error).toBe('invalid_grant');
    expect((await stage.refresh(second.body.refresh_token)).body.error).toBe('invalid_grant');
  });

  it('[PROV-6] works at most once of ten times at once', async () => {
    const { body } = await stage.exchange(await stage.code(stage.signIn('hasty').session));
    const answers = await Promise.all(Array.from({ length: 10 }, () => stage.refresh(body.refresh_token)));
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
  });

  it('[PROV-6] belongs to the client that got it', async () => {
    const { body } = await stage.exchange(await stage.code(stage.signIn('ava').session));
    expect((await stage.refresh(body.refresh_token, OTHER_CLIENT)).body.error).toBe('invalid_grant');
  });

  it('[PROV-7] ends with the session of its customer, as access does', async () => {
    const { session, signOut } = stage.signIn('leaver');
    const { body } = await stage.exchange(await stage.code(session));
    const userInfo = async () =>
      (await fetch(`${stage.issuer}/me`, { headers: { authorization: `Bearer ${body.access_token}` } }))
        .status;
    expect(await userInfo()).toBe(200);
    const unused = await stage.code(session);
    signOut();
    expect(await userInfo()).toBe(401);
    expect((await stage.refresh(body.refresh_token)).body.error).toBe('invalid_grant');
    expect((await stage.exchange(unused)).body.error).toBe('invalid_grant');
  });

  it('[PROV-7] can be revoked by its client, and by no other', async () => {
    const { body } = await stage.exchange(await stage.code(stage.signIn('ava').session));
    const revoke = (token: string | undefined, { id, secret }: typeof CLIENT) =>
      stage.post('/token/revocation', { token: token ?? '', client_id: id, client_secret: secret });
    await revoke(body.refresh_token, OTHER_CLIENT);
    const refreshed = await stage.refresh(body.refresh_token);
    expect(refreshed.status).toBe(200);
    expect((await revoke(refreshed.body.refresh_token, CLIENT)).status).toBe(200);
    expect((await stage.refresh(refreshed.body.refresh_token)).body.error).toBe('invalid_grant');
  });
});

describe('the authorization endpoint', () => {
  /** What a browser sees: it follows redirects within the provider and keeps cookies. */
  async function authorize(cookie: string, changes: Readonly<Record<string, string>> = {}) {
    const jar = new Map<string, string>();
    let url = `${stage.issuer}/auth?${new URLSearchParams({
      client_id: CLIENT.id,
      redirect_uri: REDIRECT_URI,
      response_type: 'code',
      scope: 'openid',
      state: 's',
      nonce: 'n-of-the-page',
      code_challenge_method: 'S256',
      ...changes,
    })}`;
    for (let hop = 0; hop < 5 && url.startsWith(stage.issuer); hop += 1) {
      const cookies = [cookie, ...[...jar].map(([name, value]) => `${name}=${value}`)].join('; ');
      const answer = await fetch(url, { redirect: 'manual', headers: { cookie: cookies } });
      for (const line of answer.headers.getSetCookie()) {
        expect(line).toMatch(/^throughline_oidc_\w+=.*httponly/i);
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        jar.set(name, value);
      }
      const location = answer.headers.get('location');
      if (!location) return { status: answer.status, body: (await answer.json()) as object, target: null };
      url = new URL(location, url).href;
    }
    return { status: 303, body: {}, target: new URL(url) };
  }

  it.each(['none', 'login', 'consent'])(
    '[PROV-8] sends a signed-in customer back with a code and asks nothing, whatever prompt=%s says',
    async (prompt) => {
      const { cookie } = stage.signIn('ava');
      const { verifier, challenge } = pkce();
      const { target } = await authorize(cookie, { prompt, code_challenge: challenge });
      expect(`${target?.origin}${target?.pathname}`).toBe(REDIRECT_URI);
      expect(target?.searchParams.get('state')).toBe('s');
      expect(target?.searchParams.get('iss')).toBe(stage.issuer);
      const code = target?.searchParams.get('code') ?? '';
      const { status, body } = await stage.exchange({ code, verifier });
      expect({ status, refresh: typeof body.refresh_token }).toEqual({ status: 200, refresh: 'string' });
    },
  );

  it('[PROV-8] sends anybody else back with login_required', async () => {
    const { target } = await authorize('', { code_challenge: pkce().challenge });
    expect(target?.searchParams.get('error')).toBe('login_required');
    expect(target?.searchParams.get('code')).toBeNull();
  });

  it('[PROV-3] [PROV-8] wants a challenge, and no plain one', async () => {
    const { cookie } = stage.signIn('ava');
    expect((await authorize(cookie)).target?.searchParams.get('error')).toBe('invalid_request');
    const plain = { code_challenge: pkce().verifier, code_challenge_method: 'plain' };
    expect((await authorize(cookie, plain)).target?.searchParams.get('error')).toBe('invalid_request');
  });

  it('[PROV-8] sends nobody to an address that the client has not registered', async () => {
    const { cookie } = stage.signIn('ava');
    for (const redirect_uri of ['https://evil.example/', `${REDIRECT_URI}?next=https://evil.example`]) {
      const answer = await authorize(cookie, { redirect_uri, code_challenge: pkce().challenge });
      expect(answer).toMatchObject({ status: 400, target: null });
    }
  });
});

describe("the provider's keys", () => {
  it('[PROV-11] [PROV-12] change while it runs, and old tokens stay verifiable', async () => {
    const { session } = stage.signIn('ava');
    const idToken = async () => (await stage.exchange(await stage.code(session))).body.id_token ?? '';
    const before = await idToken();
    await new SigningKeyFile(stage.keyFile).change((ring) => rotateKeys(ring, new Date(), 60_000));
    const verify = async (token: string) => {
      const keys = createRemoteJWKSet(new URL(`${stage.issuer}/jwks`));
      return (await jwtVerify(token, keys)).protectedHeader.kid;
    };
    const published = await verify(await idToken());
    expect(await verify(before)).toBe(published);
    inSeconds(61);
    expect(await verify(await idToken())).not.toBe(published);
    expect(await verify(before)).toBe(published);
  });
});

describe('the database', () => {
  it('[PROV-9] holds neither codes nor tokens', async () => {
    const issued = await stage.code(stage.signIn('ava').session);
    const { body } = await stage.exchange(issued);
    await stage.store.close();
    const secrets = [issued.code, body.access_token, body.refresh_token, CLIENT.secret];
    for (const secret of secrets) expect(await filesWith(secret ?? 'missing')).toEqual([]);
    // The same search finds what is meant to be there.
    expect(await filesWith(issued.nonce)).not.toEqual([]);
  });

  /** Files of the database, its log included, in which the text occurs. */
  async function filesWith(text: string): Promise<string[]> {
    const names = await readdir(join(stage.folder, 'database'), { recursive: true, withFileTypes: true });
    const paths = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    const found = await Promise.all(paths.map(async (path) => (await readFile(path)).includes(text)));
    return paths.filter((_path, index) => found[index]);
  }
});
