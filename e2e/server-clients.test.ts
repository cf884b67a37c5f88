/** Servers that call the gateway with access tokens and client certificates, on one node. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificate, type TestCertificate } from './support/certificate.js';
import { Cluster, PORTAL } from './support/cluster.js';
import { Frames } from './support/frames.js';
import { createDatabase, query } from './support/test-database.js';

const SECRET = 'f3a9c2d471b8e6059a7c3e1d2b4f6a80';
const OTHER_SECRET = '0b1c2d3e4f5061728394a5b6c7d8e9fa';
const TOKEN = '/support/s2s/v1/token';

let folder: string;
let database: string;
let cluster: Cluster;
let certificate: TestCertificate;
let signingKey: CryptoKey;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-servers-'));
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  certificate = makeCertificate(folder, 'crm', '/O=Example Bank/CN=crm');
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  signingKey = privateKey;
  const jwk = { ...(await exportJWK(publicKey)), alg: 'ES256' };
  const hash = createHash('sha256').update(OTHER_SECRET).digest('hex');
  const clients = [
    { id: 'crm', scopes: ['context', 'release'], secretFile: file('crm.secret', SECRET) },
    { id: 'billing', scopes: ['release'], secretFile: file('billing.secret', `sha256:${hash}\n`) },
    { id: 'signer', scopes: ['sign-out'], keysFile: file('keys.json', JSON.stringify({ keys: [jwk] })) },
    { id: 'pinned', scopes: ['context'], certificate: { fingerprint: certificate.x509.fingerprint256 } },
    { id: 'named', scopes: ['context', 'sign-out'], certificate: { subject: 'CN=other, O=Example Bank' } },
  ];
  database = await createDatabase('server_clients');
  cluster = await Cluster.start({
    nodes: 1,
    databaseUrl: database,
    agents: 1,
    capacity: 5,
    settings: `
trustedProxies: [127.0.0.1]
context: { fields: [{ name: risk, label: Risk, class: internal }] }
servers: { certificateHeader: client-cert, clients: ${JSON.stringify(clients)} }`,
  });
});
afterAll(async () => {
  await cluster[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

type Parameters = Readonly<Record<string, string>>;

const atGateway = (path: string) => new URL(path, cluster.node(0).urls.customer);
const basic = (id: string, secret: string) => ({ authorization: `Basic ${btoa(`${id}:${secret}`)}` });
const shown = ({ x509 }: TestCertificate) => ({ 'client-cert': `:${x509.raw.toString('base64')}:` });

interface TokenAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly access_token?: string;
  readonly error_description?: string;
}

async function askForToken(
  form: Parameters | URLSearchParams,
  headers: Parameters = {},
): Promise<TokenAnswer> {
  const body = form instanceof URLSearchParams ? form : new URLSearchParams(form);
  if (!body.has('grant_type')) body.set('grant_type', 'client_credentials');
  const answer = await fetch(atGateway(TOKEN), { method: 'POST', headers, body });
  return {
    status: answer.status,
    headers: answer.headers,
    ...((await answer.json()) as Record<string, string>),
  };
}

async function tokenOf(id: string, secret: string, scope: string): Promise<string> {
  return (await askForToken({ scope }, basic(id, secret))).access_token ?? '';
}

async function call(method: string, path: string, headers: Parameters, body: object) {
  const answer = await fetch(atGateway(`/support/s2s/v1/${path}`), {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  const error = text ? (JSON.parse(text).error as { code: string; message: string }) : null;
  return { status: answer.status, headers: answer.headers, code: error?.code, message: error?.message };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const enrich = (headers: Parameters, customer?: string, id = 'current') =>
  call('PATCH', `conversations/${id}/context`, headers, {
    ...(customer === undefined ? {} : { customer }),
    fields: { risk: randomUUID() },
  });

async function talkTo(customer: string) {
  const person = await cluster.customer(customer);
  const tab = await Frames.greet(person.socketAt(cluster.node(0)));
  tab.send({ type: 'open', ref: 'o', context: {} });
  return { tab, id: (await tab.next('opened')).conversation.id };
}

describe('a token', () => {
  it('[SERVER-1] is given for a secret in the header or the form, also where only its hash is kept', async () => {
    const asked = await askForToken({ scope: 'context' }, basic('crm', SECRET));
    expect(asked).toMatchObject({ status: 200, token_type: 'Bearer', expires_in: 300, scope: 'context' });
    expect(asked.headers.get('cache-control')).toBe('no-store');
    const form = { client_id: 'billing', client_secret: OTHER_SECRET, scope: 'release' };
    expect(await askForToken(form)).toMatchObject({ status: 200, scope: 'release' });
  });

  it.each<[string, Parameters, Parameters]>([
    ['a wrong secret', { scope: 'context' }, basic('crm', OTHER_SECRET)],
    ['a client that nobody knows', { scope: 'context' }, basic('crm2', SECRET)],
    ['a client that has no secret', { scope: 'context' }, basic('pinned', SECRET)],
    ['no proof', { scope: 'context', client_id: 'crm' }, {}],
  ])('[SERVER-1] is not given for %s, in the same words', async (_, form, headers) => {
    const refusal = await askForToken(form, headers);
    expect(refusal).toMatchObject({ status: 401, error: 'invalid_client' });
    expect(refusal.headers.get('www-authenticate')).toMatch(/^Basic/);
    expect(refusal.error_description).toBe(
      (await askForToken({ scope: 'x', client_id: 'nobody' })).error_description,
    );
  });

  it('[SERVER-1] is not given twice proven, for repeated parameters, or another grant', async () => {
    const twice = new URLSearchParams('scope=context&scope=release');
    expect(await askForToken(twice, basic('crm', SECRET))).toMatchObject({
      status: 400,
      error: 'invalid_request',
    });
    const both = { scope: 'context', client_secret: SECRET };
    expect(await askForToken(both, basic('crm', SECRET))).toMatchObject({
      status: 400,
      error: 'invalid_request',
    });
    const other = { grant_type: 'password', scope: 'context' };
    expect(await askForToken(other, basic('crm', SECRET))).toMatchObject({ error: 'unsupported_grant_type' });
  });

  it('[SERVER-2] is given for scopes that are named, and that the client has', async () => {
    for (const scope of ['', 'sign-out', 'context sign-out']) {
      const refusal = await askForToken(scope === '' ? {} : { scope }, basic('crm', SECRET));
      expect(refusal).toMatchObject({ status: 400, error: 'invalid_scope' });
      expect(refusal.error_description).toContain('context, release');
    }
  });

  describe('for an assertion', () => {
    const sign = (claims: JWTPayload = {}) => {
      const nowS = Math.floor(Date.now() / 1000);
      const audience = `${PORTAL}${TOKEN}`;
      const good = {
        iss: 'signer',
        sub: 'signer',
        aud: audience,
        jti: randomUUID(),
        iat: nowS,
        exp: nowS + 50,
      };
      return new SignJWT({ ...good, ...claims }).setProtectedHeader({ alg: 'ES256' }).sign(signingKey);
    };
    const present = (client_assertion: string) =>
      askForToken({
        scope: 'sign-out',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion,
      });

    it('[SERVER-3] is given once', async () => {
      const assertion = await sign();
      expect(await present(assertion)).toMatchObject({ status: 200, scope: 'sign-out' });
      expect(await present(assertion)).toMatchObject({ status: 401, error: 'invalid_client' });
    });

    it.each<[string, JWTPayload]>([
      ['for another gateway', { aud: 'https://other.example/token' }],
      ['of another client', { iss: 'crm', sub: 'crm' }],
      ['about another client', { sub: 'crm' }],
      ['without an id', { jti: undefined as never }],
      ['that lives too long', { exp: Math.floor(Date.now() / 1000) + 3_600 }],
      ['that is over', { iat: 1_700_000_000, exp: 1_700_000_050 }],
    ])('[SERVER-3] is not given for one %s', async (_, claims) => {
      expect(await present(await sign(claims))).toMatchObject({ status: 401, error: 'invalid_client' });
    });
  });
});

describe('a call', () => {
  it('[SERVER-4] [T10] is let in with a token for it, for the live conversation of the customer that it names', async () => {
    const { id } = await talkTo('ava');
    const headers = bearer(await tokenOf('crm', SECRET, 'context'));
    expect(await enrich(headers, 'ava')).toMatchObject({ status: 204 });
    expect(await enrich(headers, 'ava', id)).toMatchObject({ status: 204 });
    expect(await enrich(headers, 'ben', id)).toMatchObject({ status: 404, code: 'not_found' });
    expect(await enrich(headers)).toMatchObject({ status: 400, code: 'bad_request' });
    const changes = await query(
      database,
      `select distinct actor_kind, actor_id from audit_entry where action = 'conversation.context_changed'`,
    );
    expect(changes).toEqual([{ actor_kind: 'system', actor_id: 'server:crm' }]);
  });

  it('[SERVER-5] is refused with a token that allows less, or more, and told what to ask for', async () => {
    const less = await enrich(bearer(await tokenOf('crm', SECRET, 'release')), 'ava');
    expect(less).toMatchObject({ status: 403, code: 'forbidden' });
    const more = await enrich(bearer(await tokenOf('crm', SECRET, 'context release')), 'ava');
    expect(more).toMatchObject({ status: 403, code: 'forbidden' });
    expect(more.message).toMatch(/allows more than this call needs.*scope=context alone/);
    expect(more.headers.get('www-authenticate')).toBe('Bearer error="insufficient_scope", scope="context"');
  });

  it('[SERVER-4] is refused with a token that is made up, or over', async () => {
    const made = randomUUID().replaceAll('-', '').padEnd(43, 'A');
    expect(await enrich(bearer(made), 'ava')).toMatchObject({ status: 401, code: 'unauthenticated' });
    const token = await tokenOf('crm', SECRET, 'context');
    await query(database, `update issued_token set expires_at = now() where kind = 'server-token'`);
    expect(await enrich(bearer(token), 'ava')).toMatchObject({ status: 401, code: 'unauthenticated' });
    const kept = await query(database, `select * from issued_token where payload::text like '%${token}%'`);
    expect(kept).toEqual([]);
  });

  it('[SERVER-6] is let in with a certificate alone, and with the tokens that were given for it', async () => {
    await talkTo('cleo');
    expect(await enrich(shown(certificate), 'cleo')).toMatchObject({ status: 204 });
    const form = { client_id: 'pinned', scope: 'context' };
    const { access_token = '' } = await askForToken(form, shown(certificate));
    expect(await enrich({ ...bearer(access_token), ...shown(certificate) }, 'cleo')).toMatchObject({
      status: 204,
    });
    expect(await enrich(bearer(access_token), 'cleo')).toMatchObject({
      status: 401,
      code: 'unauthenticated',
    });
  });

  it('[SERVER-6] is let in by the whole subject of a certificate, for the scope that is asked for', async () => {
    const other = makeCertificate(folder, 'other', '/O=Example Bank/CN=other');
    const stranger = makeCertificate(folder, 'stranger', '/O=Example Bank/OU=x/CN=other');
    expect(await enrich(shown(other), 'cleo')).toMatchObject({ status: 403, code: 'forbidden' });
    const form = { client_id: 'named', scope: 'context' };
    const nginx = { 'client-cert': encodeURIComponent(other.pem) };
    const { access_token = '' } = await askForToken(form, nginx);
    expect(await enrich({ ...bearer(access_token), ...nginx }, 'cleo')).toMatchObject({ status: 204 });
    expect(await askForToken(form, shown(stranger))).toMatchObject({ status: 401 });
    expect(await enrich(shown(stranger), 'cleo')).toMatchObject({ status: 401 });
    expect(await enrich({ 'client-cert': ':AAAA:' }, 'cleo')).toMatchObject({ status: 401 });
  });

  it('[SERVER-4] [SESS-7] ends the sessions of the customer that it names', async () => {
    const { tab } = await talkTo('dora');
    const again = shown(makeCertificate(folder, 'again', '/CN=other/O=Example Bank'));
    const { access_token = '' } = await askForToken({ client_id: 'named', scope: 'sign-out' }, again);
    const signOut = (customer: string) =>
      call('POST', 'sign-out', { ...bearer(access_token), ...again }, { customer });
    expect(await signOut('somebody-else')).toMatchObject({ status: 204 });
    expect(tab.closed).toBeNull();
    expect(await signOut('dora')).toMatchObject({ status: 204 });
    expect(await tab.closeCode()).toBe(4401);
  });
});

it('[SERVER-7] tokens that were given and refused are on the audit trail, without them', async () => {
  const entries = await query<{ action: string; actor_id: string; details: object }>(
    database,
    `select distinct action, actor_id, details from audit_entry where action like 'server_token.%'`,
  );
  const entry = (action: string, actor_id: string, details: object) => ({ action, actor_id, details });
  expect(entries).toEqual(
    expect.arrayContaining([
      entry('server_token.issued', 'server:crm', { scope: 'context' }),
      entry('server_token.refused', 'server:crm', { reason: 'secret' }),
      entry('server_token.refused', 'unknown server', { reason: 'client' }),
      entry('server_token.refused', 'server:signer', { reason: 'replayed' }),
    ]),
  );
  expect(JSON.stringify(entries)).not.toContain(SECRET);
});
