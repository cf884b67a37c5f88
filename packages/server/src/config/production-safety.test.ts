import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startThroughline } from '../compose.js';
import { DEMO_DOOR } from '../emulator.js';
import { DEMO_ISSUER } from './demo.js';
import type { ServerOptions } from './options.js';
import { productionProblems } from './production-safety.js';
import { ConfigurationError } from './setting-problem.js';

const LISTEN = { host: '127.0.0.1', port: 0 };
const CLAIMS = { issuer: 'https://www.bank.example', audience: 'throughline' };

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'throughline-safety-'));
  mkdirSync(join(dataDir, 'keys'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

function safe(changes: Partial<ServerOptions> = {}): ServerOptions {
  return {
    mode: 'production',
    dataDir,
    basePath: '/support',
    origins: { kind: 'exact', origins: ['https://www.bank.example'] },
    agentOrigins: { kind: 'exact', origins: ['https://desk.bank.example'] },
    secureCookies: true,
    issuers: [{ ...CLAIMS, keys: { keys: [{ kty: 'EC' }] } }],
    flow: { name: 'escalation', source: '{"logic":[]}' },
    queues: [],
    agents: [],
    agentDoor: LISTEN,
    operationsDoor: LISTEN,
    logLevel: 'silent',
    acceptedRisks: ['key-in-file', 'keys-in-main-database'],
    ...changes,
  };
}

function writeKey(name: string, mode: number): string {
  const file = join(dataDir, 'keys', name);
  writeFileSync(file, randomBytes(32).toString('base64'));
  chmodSync(file, mode);
  return file;
}

const SAFE_PROVIDER = {
  portal: 'https://www.bank.example',
  provider: { issuer: 'https://login.bank.example', clientId: 'chat', clientSecret: 'x8Zk2mTq9vLw4RbN' },
};

const pathsOf = (changes: Partial<ServerOptions>) =>
  productionProblems(safe(changes)).map(({ path }) => path.map(String).join('.'));

describe('production', () => {
  it('[SAFE-1] [SAFE-2] [SAFE-3] [SAFE-4] [SAFE-5] [SAFE-6] [SAFE-7] has nothing against a safe node, nor against any demo', () => {
    const keyFile = writeKey('own.key', 0o440);
    const databaseUrl = 'postgres://throughline:f6kq1vw2z@db/throughline';
    expect(pathsOf({})).toEqual([]);
    expect(pathsOf({ keyFile, databaseUrl, redisUrl: 'rediss://cache:6380/1' })).toEqual([]);
    const demo: Partial<ServerOptions> = {
      mode: 'demo',
      origins: { kind: 'loopback' },
      genesysDoor: { ...DEMO_DOOR, listen: LISTEN },
    };
    expect(pathsOf(demo)).toEqual([]);
  });

  it.each<[string, Partial<ServerOptions>, string]>([
    ['a plain portal', { origins: { kind: 'exact', origins: ['http://www.bank.example'] } }, 'origins'],
    ['any loopback origin', { agentOrigins: { kind: 'loopback' } }, 'agentOrigins'],
    ['cookies for plain HTTP', { secureCookies: false }, 'secureCookies'],
    [
      'a desk on the origin of the portal',
      { agentOrigins: { kind: 'exact', origins: ['https://www.bank.example'] } },
      'agentOrigins',
    ],
  ])('[SAFE-1] refuses %s', (_case, changes, path) => {
    expect(pathsOf(changes)).toEqual([path]);
  });

  it.each([
    ['plain HTTP', { jwksUrl: new URL('http://www.bank.example/jwks') }, 'issuers.0.jwksUrl'],
    ['a private key', { keys: [{ kty: 'EC', d: 'AA' }] }, 'issuers.0.keysFile'],
    ['a shared secret among public keys', { keys: [{ kty: 'oct', k: 'AA' }] }, 'issuers.0.keysFile'],
    [
      'a short RSA key',
      { keys: [{ kty: 'RSA', n: Buffer.alloc(128, 255).toString('base64url') }] },
      'issuers.0.keysFile',
    ],
  ])('[SAFE-2] refuses %s', (_case, keys, path) => {
    expect(pathsOf({ issuers: [{ ...CLAIMS, keys }] })).toEqual([path]);
  });

  it('[SAFE-2] takes an RSA key of 2048 bits, however it is padded', () => {
    const modulus = Buffer.concat([Buffer.alloc(1), Buffer.alloc(256, 128)]);
    const keys = { keys: [{ kty: 'RSA', n: modulus.toString('base64url') }] };
    expect(pathsOf({ issuers: [{ ...CLAIMS, keys }] })).toEqual([]);
  });

  it.each([
    ['a text', Buffer.from('correct horse battery staple, and more')],
    ['one byte again and again', Buffer.alloc(64, 0xab)],
  ])('[SAFE-3] refuses a secret that is %s', (_case, legacySecret) => {
    expect(pathsOf({ issuers: [{ ...CLAIMS, keys: { legacySecret } }] })).toEqual([
      'issuers.0.legacySecretFile',
    ]);
    expect(pathsOf({ issuers: [{ ...CLAIMS, keys: { legacySecret: randomBytes(32) } }] })).toEqual([]);
  });

  it.each([
    ['plain HTTP', { issuer: 'http://login.bank.example' }, 'identityProvider.oidc.issuer'],
    ['no secret', { clientSecret: '' }, 'identityProvider.oidc.clientSecretFile'],
    ['a secret that everyone knows', { clientSecret: 'demo' }, 'identityProvider.oidc.clientSecretFile'],
  ])('[SAFE-20] refuses an identity provider with %s', (_case, changes, path) => {
    const provider = { ...SAFE_PROVIDER.provider, ...changes };
    expect(pathsOf({ identityProvider: SAFE_PROVIDER })).toEqual([]);
    expect(pathsOf({ identityProvider: { ...SAFE_PROVIDER, provider } })).toEqual([path]);
  });

  it('[SAFE-25] refuses to take files that no real scanner has looked into', () => {
    const files = { rules: { maxBytes: 1_000, types: ['image/png'] }, quotaBytes: 1_000 };
    const clamd = { connect: { host: 'clamd', port: 3310 }, timeoutMs: 1_000 };
    expect(pathsOf({ files: { ...files, scanner: 'test' } })).toEqual(['files.scanner']);
    expect(pathsOf({ files: { ...files, scanner: clamd } })).toEqual([]);
    expect(pathsOf({ mode: 'demo', files: { ...files, scanner: 'test' } })).toEqual([]);
  });

  it('[SAFE-26] refuses to mail without TLS, but to this machine', () => {
    const mail = { port: 587, from: 'chat@bank.example', login: null };
    expect(pathsOf({ mail: { ...mail, host: 'smtp.bank.example', tls: 'none' } })).toEqual(['mail.tls']);
    expect(pathsOf({ mail: { ...mail, host: 'smtp.bank.example', tls: 'starttls' } })).toEqual([]);
    expect(pathsOf({ mail: { ...mail, host: '127.0.0.1', tls: 'none' } })).toEqual([]);
  });

  it('[SAFE-4] refuses a key that every user can read, named or made by the node itself', () => {
    const keyFile = writeKey('own.key', 0o644);
    expect(productionProblems(safe({ keyFile }))[0]?.message).toMatch(/own\.key can be read by .*chmod 600/);
    writeKey('key-encryption.key', 0o604);
    expect(pathsOf({})).toEqual(['keyFile']);
  });

  it('[SAFE-4] [SAFE-5] refuses a previous key that every user can read, and one that is not there', () => {
    const current = { kind: 'pkcs11', library: 'l', token: 't', key: 'k', pin: 'p' } as const;
    const [open, closed] = [writeKey('open.key', 0o644), writeKey('closed.key', 0o600)];
    const previous = [closed, open, join(dataDir, 'gone.key')].map(
      (file) => ({ kind: 'file', file }) as const,
    );
    expect(pathsOf({ keyEncryption: { current, previous } })).toEqual([
      'keyEncryption.previous.1',
      'keyEncryption.previous.2',
    ]);
  });

  it('[SAFE-5] refuses to make up the key of a shared database, and a key file that is not there', () => {
    expect(pathsOf({ databaseUrl: 'postgres://db/throughline' })).toEqual(['keyFile']);
    expect(pathsOf({ keyFile: join(dataDir, 'gone.key') })).toEqual(['keyFile']);
  });

  it('[SAFE-21] refuses a key in a file or in the environment that nobody accepted by name', () => {
    const inEnvironment = { kind: 'environment', variable: 'KEY', key: 'x' } as const;
    const keyEncryption = { current: inEnvironment, previous: [] };
    const inModule = { kind: 'pkcs11', library: 'l', token: 't', key: 'k', pin: 'p' } as const;
    expect(pathsOf({ acceptedRisks: [] })).toEqual(['keyFile']);
    expect(pathsOf({ keyEncryption })).toEqual(['keyEncryption']);
    expect(pathsOf({ keyEncryption, acceptedRisks: ['key-in-environment'] })).toEqual([]);
    expect(
      pathsOf({ keyEncryption: { current: inModule, previous: [inEnvironment] }, acceptedRisks: [] }),
    ).toEqual([]);
    const unset = { current: { ...inEnvironment, key: '' }, previous: [] };
    expect(pathsOf({ keyEncryption: unset, acceptedRisks: ['key-in-environment'] })).toEqual([
      'keyEncryption',
    ]);
  });

  it("[SAFE-22] refuses customers' keys beside their data, or out of reach of the other nodes", () => {
    const keyFile = writeKey('own.key', 0o600);
    const shared = { keyFile, databaseUrl: 'postgres://db/x', acceptedRisks: ['key-in-file'] } as const;
    expect(pathsOf(shared)).toEqual(['keyStore']);
    expect(pathsOf({ ...shared, keyStore: { databaseUrl: 'postgres://keys/x' } })).toEqual([]);
    expect(pathsOf({ ...shared, keyStore: { directory: '/keys' } })).toEqual(['keyStore.directory']);
    expect(pathsOf({ ...shared, keyStore: { databaseUrl: 'postgres://app:app@keys/x' } })).toEqual([
      'keyStore',
    ]);
  });

  it.each(['postgres://postgres:postgres@db/x', 'postgres://app:ChangeMe@db/x', 'postgres://app:app@db/x'])(
    '[SAFE-6] refuses the password of %s',
    (databaseUrl) => {
      const keyFile = writeKey('own.key', 0o600);
      expect(pathsOf({ keyFile, databaseUrl })).toEqual(['databaseUrl']);
      const redisUrl = databaseUrl.replace('postgres://', 'redis://');
      expect(pathsOf({ redisUrl })).toEqual(['redisUrl']);
    },
  );

  it("[SAFE-7] refuses the demo's portal, data, client and deployment", () => {
    writeKey('portal-signing-key.json', 0o600);
    const issuers = [{ ...CLAIMS, issuer: DEMO_ISSUER, keys: { keys: [] } }];
    expect(pathsOf({ issuers, genesysDoor: { ...DEMO_DOOR, listen: LISTEN } })).toEqual([
      'issuers.0.issuer',
      'dataDir',
      'genesysDoor.clients.0',
      'genesysDoor.deployments.0',
    ]);
  });

  it('[SAFE-10] refuses weak clients of the OpenID provider, plain addresses, and keys that nodes make up', () => {
    const keyFile = writeKey('own.key', 0o600);
    const client = { id: 'genesys', redirectUris: ['https://www.bank.example/cb'] };
    const openIdProvider = {
      issuer: 'https://www.bank.example/support/oidc',
      clients: [{ ...client, secret: randomBytes(32).toString('hex') }],
      claims: [],
      refreshTokenSeconds: 3_600,
    };
    expect(pathsOf({ openIdProvider })).toEqual([]);
    const weak = {
      ...openIdProvider,
      issuer: 'http://www.bank.example/support/oidc',
      clients: [{ ...client, secret: 'changeme', redirectUris: ['http://www.bank.example/cb'] }],
      keysFile: join(dataDir, 'gone.json'),
    };
    expect(pathsOf({ openIdProvider: weak })).toEqual([
      'openIdProvider',
      'openIdProvider.clients.0.secretFile',
      'openIdProvider.clients.0.redirectUris.0',
      'openIdProvider.keysFile',
    ]);
    expect(pathsOf({ openIdProvider, keyFile, databaseUrl: 'postgres://db/x' })).toEqual([
      'openIdProvider.keysFile',
    ]);
    const keysFile = writeKey('provider.json', 0o644);
    expect(pathsOf({ openIdProvider: { ...openIdProvider, keysFile } })).toEqual(['openIdProvider.keysFile']);
  });

  it('[SAFE-11] refuses agents who could only sign in with one click, or at a plain address', () => {
    const agents = [{ id: 'sam', displayName: 'Sam', role: 'agent', capacity: 3, queueIds: [] }] as const;
    expect(pathsOf({ agents })).toEqual(['agentSignIn']);
    const agentSignIn: ServerOptions['agentSignIn'] = {
      provider: { issuer: 'https://login.bank.example', clientId: 'desk', clientSecret: 'f6kq1vw2z' },
      policy: { idClaim: 'sub', rolesClaim: 'roles', roles: {}, strong: null },
      unknownAgents: { kind: 'refuse' },
      deskOrigin: 'https://desk.bank.example',
      sessionMs: 1,
    };
    expect(pathsOf({ agents, agentSignIn })).toEqual([]);
    const provider = { issuer: 'http://login.bank.example', clientId: 'desk', clientSecret: 'secret' };
    expect(pathsOf({ agents, agentSignIn: { ...agentSignIn, provider } })).toEqual([
      'agentSignIn.issuer',
      'agentSignIn.clientSecretFile',
    ]);
  });

  it('[SAFE-8] refuses to start from code, with every problem and before anything is opened', async () => {
    const start = startThroughline(safe({ origins: { kind: 'loopback' }, redisUrl: 'redis://x:x@nowhere' }));
    await expect(start).rejects.toThrow(ConfigurationError);
    await expect(start).rejects.toThrow(/origins: must name exact .*\n.*redisUrl: has a password/);
  });
});
