/** The gateway as OpenID provider of a contact center, which signs customers in through it and has no other way. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createRemoteJWKSet, exportJWK, jwtVerify, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../tools/test-setup/free-port.mjs';
import { call, DEPLOYMENT, Door } from './support/door.js';
import { HttpBrowser } from './support/http-browser.js';

const THROUGHLINE = fileURLToPath(new URL('../packages/cli/bin/throughline.js', import.meta.url));
const REDIRECT_URI = 'https://www.bank.example/chat/callback';
const SECRET = randomBytes(32).toString('hex');

let folder: string;
let portalKey: KeyObject;
let gateway: ChildProcess;
let door: Door;
let portal: string;
let issuer: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-provider-e2e-'));
  portal = `http://localhost:${await freePort()}`;
  issuer = `${portal}/support/oidc`;
  await configure();
  gateway = await serve();
  const environment = { THROUGHLINE_GENESYS_OIDC_SECRET: SECRET, THROUGHLINE_LOG_LEVEL: 'silent' };
  door = await Door.startWith(environment, '--oidc-issuer', issuer, '--oidc-client', 'genesys');
});
afterAll(async () => {
  await door?.stop();
  gateway?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

async function configure(): Promise<void> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  portalKey = privateKey;
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text, { mode: 0o600 });
  write('keys.json', JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256', kid: '1' }] }));
  write('router.json', '{"logic":[{"condition":"default","target":"loans"}]}');
  write('client.secret', `${SECRET}\n`);
  write(
    'throughline.yaml',
    `mode: demo
publicUrl: ${portal}
deskUrl: http://localhost
issuers: [{ issuer: ${portal}, audience: throughline, keysFile: keys.json }]
flow: { file: router.json }
queues: [{ id: loans, displayName: Loans }]
openIdProvider:
  claims: [name, email]
  clients:
    - { id: genesys, secretFile: client.secret, redirectUris: ["${REDIRECT_URI}"] }
`,
  );
}

async function serve(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [THROUGHLINE, 'serve'], {
    cwd: folder,
    env: {
      PATH: process.env.PATH ?? '',
      THROUGHLINE_CUSTOMER_PORT: new URL(portal).port,
      THROUGHLINE_AGENT_PORT: '0',
      THROUGHLINE_OPS_PORT: '0',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const [line] = await Promise.race([once(lines, 'line'), once(child, 'exit')]);
  if (!String(line).startsWith('{"event":"ready"')) throw new Error(`The gateway answered ${line}.`);
  return child;
}

/** A customer who is signed in at the portal, and whose chat has a session at the gateway. */
async function signIn(externalId: string): Promise<HttpBrowser> {
  const browser = new HttpBrowser(portal);
  const answer = await browser.request('POST', '/support/v1/assertion/challenge');
  const { challenge } = (await answer.json()) as { challenge: string };
  const assertion = await new SignJWT({ sub: externalId, challenge, name: 'Ava Lindqvist' })
    .setProtectedHeader({ alg: 'ES256', kid: '1', typ: 'throughline-assertion+jwt' })
    .setIssuer(portal)
    .setAudience('throughline')
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime('30s')
    .sign(portalKey);
  const session = await browser.request('POST', '/support/v1/session', { assertion });
  if (session.status !== 200) throw new Error(`The hand-off answered ${await session.text()}`);
  return browser;
}

/** What the page's script does before it hands the code to the contact center. */
async function askForCode(browser: HttpBrowser, changes: object = {}) {
  const codeVerifier = randomBytes(32).toString('base64url');
  const nonce = randomBytes(16).toString('base64url');
  const answer = await browser.request('POST', '/support/v1/authorization-code', {
    clientId: 'genesys',
    redirectUri: REDIRECT_URI,
    codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    nonce,
    ...changes,
  });
  const body = (await answer.json()) as { code: string };
  return {
    status: answer.status,
    oauth: { code: body.code, codeVerifier, nonce, redirectUri: REDIRECT_URI },
  };
}

const exchange = (oauth: object) =>
  call(
    door.url,
    'POST',
    '/api/v2/webdeployments/token/oauthcodegrantjwtexchange',
    {},
    {
      deploymentId: DEPLOYMENT,
      oauth,
    },
  );
const refresh = (refreshToken: string) =>
  call(door.url, 'POST', '/api/v2/webdeployments/token/refresh', {}, { refreshToken });

describe('a contact center that knows customers through the gateway', () => {
  it('[PROV-2] [PROV-5] signs in a customer who signed in once, at the portal', async () => {
    const { oauth } = await askForCode(await signIn('ava-1'));
    const { status, body } = await exchange(oauth);
    expect(status).toBe(200);
    const guest = await door.connect();
    const answer = await guest.request('configureAuthenticatedSession', {
      deploymentId: DEPLOYMENT,
      data: { code: body.jwt },
    });
    expect(answer.body).toMatchObject({ connected: true });
    const echo = await guest.say('hi');
    expect(echo.body.metadata.authenticated).toBe('true');
    const platform = await door.platform();
    const conversation = await platform.get(`/api/v2/conversations/${await platform.conversationOf(guest)}`);
    expect(conversation.body.participants[0].messages[0].fromAddress).toMatchObject({
      addressDisplayable: 'ava-1',
    });
    expect((await exchange(oauth)).status).toBe(401);
  });

  it('[PROV-3] gets nothing with another verifier, nonce or redirect address', async () => {
    const browser = await signIn('ava-2');
    for (const wrong of [
      { codeVerifier: 'w'.repeat(43) },
      { nonce: 'another-nonce' },
      { redirectUri: `${REDIRECT_URI}/` },
    ]) {
      const { oauth } = await askForCode(browser);
      expect((await exchange({ ...oauth, ...wrong })).status).toBe(401);
    }
  });

  it('[PROV-3] [T10] gives codes to signed-in customers of the portal alone, for registered addresses', async () => {
    expect((await askForCode(new HttpBrowser(portal))).status).toBe(401);
    const browser = await signIn('ava-3');
    expect((await askForCode(browser, { redirectUri: 'https://evil.example/' })).status).toBe(400);
    expect((await askForCode(browser, { codeChallenge: 'short' })).status).toBe(400);
    const foreign = await browser.request(
      'POST',
      '/support/v1/authorization-code',
      {},
      {
        origin: 'https://evil.example',
        'sec-fetch-site': 'cross-site',
      },
    );
    expect(foreign.status).toBe(403);
  });

  it('[PROV-6] [PROV-7] [DOOR-90] refreshes while the customer is signed in, and no longer', async () => {
    const browser = await signIn('ava-4');
    const { body } = await exchange((await askForCode(browser)).oauth);
    for (let round = 0; round < 3; round += 1) expect((await refresh(body.refreshToken)).status).toBe(200);
    const both = await Promise.all([refresh(body.refreshToken), refresh(body.refreshToken)]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    const late = await askForCode(browser);
    expect((await browser.request('DELETE', '/support/v1/session')).status).toBe(204);
    expect((await refresh(body.refreshToken)).status).toBe(401);
    expect((await exchange(late.oauth)).status).toBe(401);
  });

  it('[DOOR-37] signs out of the contact center while the portal goes on', async () => {
    const browser = await signIn('ava-5');
    const { body } = await exchange((await askForCode(browser)).oauth);
    const headers = { authorization: `bearer ${body.jwt}` };
    expect((await call(door.url, 'DELETE', '/api/v2/webdeployments/token/revoke', headers)).status).toBe(204);
    expect((await refresh(body.refreshToken)).status).toBe(401);
    expect((await exchange((await askForCode(browser)).oauth)).status).toBe(200);
  });

  it('[PROV-11] [PROV-12] goes on while keys are rotated by the command line', async () => {
    const browser = await signIn('ava-6');
    const kids = async () => {
      const { keys } = (await (await fetch(`${issuer}/jwks`)).json()) as { keys: { kid: string }[] };
      return keys.map(({ kid }) => kid);
    };
    const [old = ''] = await kids();
    expect(await keys('rotate', '--signs-in', '0')).toBe(0);
    expect(await kids()).toHaveLength(2);
    expect((await kids())[1]).toBe(old);
    const { oauth } = await askForCode(browser);
    const basic = Buffer.from(`genesys:${SECRET}`).toString('base64');
    const answer = await fetch(`${issuer}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}` },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: oauth.code,
        code_verifier: oauth.codeVerifier,
        redirect_uri: REDIRECT_URI,
      }),
    });
    const { id_token: idToken } = (await answer.json()) as { id_token: string };
    const { protectedHeader, payload } = await jwtVerify(
      idToken,
      createRemoteJWKSet(new URL(`${issuer}/jwks`)),
      { issuer, audience: 'genesys' },
    );
    expect(payload).toMatchObject({ sub: 'ava-6', name: 'Ava Lindqvist', nonce: oauth.nonce });
    expect(protectedHeader.kid).toBe((await kids())[0]);
    expect(await keys('retire', old)).toBe(1);
    expect(await keys('retire', old, '--force')).toBe(0);
    expect(await kids()).not.toContain(old);
    expect((await exchange((await askForCode(browser)).oauth)).status).toBe(200);
  });
});

/** Runs `throughline keys` beside the gateway; its exit code. */
async function keys(...words: string[]): Promise<number | null> {
  const child = spawn(process.execPath, [THROUGHLINE, 'keys', ...words], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '' },
    stdio: 'ignore',
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}
