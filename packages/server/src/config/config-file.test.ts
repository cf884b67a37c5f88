import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_SESSION_LIMITS } from '@throughline/identity';
import { DEFAULT_POLICY, parsePolicy, presetPolicy } from '@throughline/masking';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfiguration } from './config-file.js';
import { parseEnvironment } from './environment.js';
import { ConfigurationError } from './setting-problem.js';

const SECRET = randomBytes(32).toString('base64');

let folder: string;
const writeSecret = (name: string, text: string) => writeFileSync(join(folder, name), text, { mode: 0o600 });
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-config-'));
  writeFileSync(join(folder, 'keys.json'), '{"keys":[{"kty":"EC","kid":"portal-1"}]}');
  writeFileSync(join(folder, 'empty-keys.json'), '{"keys":[]}');
  writeSecret('secret', `${SECRET}\n`);
  writeSecret('short-secret', `${'A'.repeat(42)}==`);
  writeSecret('key.pem', '-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n');
  writeFileSync(join(folder, 'router.json'), '{"logic":[]}');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const GOOD = `
publicUrl: https://www.bank.example
deskUrl: https://desk.bank.example
issuers:
  - issuer: https://www.bank.example
    audience: throughline
    keysFile: keys.json
flow: { file: router.json }
queues:
  - { id: loans, displayName: Loans }
agents:
  - { id: sam, displayName: Sam, queues: [loans] }
agentSignIn:
  issuer: https://login.bank.example
  clientId: desk
  clientSecretFile: secret
  roles: { agent: [chat] }
acceptedRisks: [key-in-file, keys-in-main-database]
`;

function read(text: string, variables: Record<string, string> = {}) {
  const file = join(folder, 'throughline.yaml');
  writeFileSync(file, text);
  return readConfiguration(file, parseEnvironment(variables));
}

/** The lines of the refusal, without the folder. */
function problems(text: string): string[] {
  try {
    read(text);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.message
      .split('\n')
      .slice(1)
      .map((line) => line.trim().replace(`${folder}/`, ''));
  }
  return [];
}

describe('the configuration file', () => {
  it('becomes the options of a node, in production mode and behind TLS unless it says otherwise', () => {
    const { throughline, customerDoor } = read(GOOD);
    expect(throughline).toMatchObject({
      mode: 'production',
      basePath: '/support',
      origins: { kind: 'exact', origins: ['https://www.bank.example'] },
      agentOrigins: { kind: 'exact', origins: ['https://desk.bank.example'] },
      secureCookies: true,
      issuers: [{ keys: { keys: [{ kid: 'portal-1' }] } }],
      flow: { name: 'escalation', source: '{"logic":[]}' },
      agents: [{ id: 'sam', role: 'agent', capacity: 3, queueIds: ['loans'] }],
    });
    expect(customerDoor).toEqual({ host: '127.0.0.1', port: 8080 });
  });

  it('masks as a preset or a policy file says, and tells every mistake in the file', () => {
    expect(read(GOOD).throughline.masking).toEqual({ policy: DEFAULT_POLICY, warnings: [] });
    expect(read(`${GOOD}masking: { preset: pci }`).throughline.masking?.policy).toEqual(presetPolicy('pci'));
    const withPolicy = (text: string) => {
      writeFileSync(join(folder, 'masking.yaml'), text);
      return `${GOOD}masking: { policy: masking.yaml }`;
    };
    const policy = 'preset: gdpr\nrules: [{ entities: [PERSON], operator: allow }]';
    expect(read(withPolicy(policy)).throughline.masking).toEqual({
      policy: parsePolicy(policy),
      warnings: [
        expect.stringMatching(
          /^.*masking\.yaml:2:9 rules\[0\]: PERSON: allow puts customer content into logs$/,
        ),
        expect.stringContaining('gdpr asks for more than allow'),
      ],
    });
    expect(problems(withPolicy('rules:\n  - { entities: [CVV], operator: mask }'))).toEqual([
      'masking.yaml:2:18 rules[0].entities[0]: CVV can only be drop',
    ]);
    const two =
      'rules:\n  - { entities: [PASSWORD], operator: last4 }\n  - { entities: [SECRET], operator: allow }';
    expect(problems(withPolicy(two))).toEqual([
      expect.stringMatching(/^masking\.yaml:2:\d+ rules\[0\].*PASSWORD/),
      expect.stringMatching(/^masking\.yaml:3:\d+ rules\[1\].*SECRET/),
    ]);
    expect(problems(withPolicy('rules: [{ entities: [PHONE], operator: tokenize }]'))).toEqual([
      expect.stringContaining('PHONE cannot be replaced by tokens'),
    ]);
    expect(problems(`${GOOD}masking: { policy: nowhere.yaml }`)).toEqual([
      'nowhere.yaml: The masking policy cannot be read (ENOENT).',
    ]);
    expect(problems(`${GOOD}masking: { policy: nowhere.yaml, preset: pci }`)).toContainEqual(
      expect.stringContaining('not both'),
    );
  });

  it('[REVEAL-4] keeps originals when policy and configuration both say so, and tells when one of them is missing', () => {
    const withReveal = (policy: string, setting: string) => {
      writeFileSync(join(folder, 'masking.yaml'), policy);
      return `${GOOD}masking: { policy: masking.yaml${setting} }`;
    };
    const setting = ', reveal: { roles: [supervisor], keepDays: 2, reasons: [Call back] }';
    const masking = (text: string) => read(text).throughline.masking;
    expect(masking(withReveal('reveal: [PHONE]', setting))).toMatchObject({
      warnings: [],
      reveal: { roles: ['supervisor'], keepMs: 172_800_000, reasons: ['Call back'] },
    });
    const off = masking(withReveal('reveal: [PHONE]', ''));
    expect(off?.reveal).toBeUndefined();
    expect(off?.warnings).toEqual([expect.stringMatching(/PHONE may be revealed.*no original is kept/)]);
    expect(problems(withReveal('preset: pci', setting))).toEqual([
      expect.stringMatching(/masking\.reveal is set, but the policy names no kind/),
    ]);
    expect(problems(withReveal('preset: pci\nreveal: [CREDIT_CARD]', setting))).toEqual([
      'masking.yaml:2:10 reveal[0]: CREDIT_CARD is never sealed for a reveal',
    ]);
  });

  it('[KEY-4] says where keys are, and that one setting says it', () => {
    const keys = (text: string, variables = {}) => read(`${GOOD}${text}`, variables).throughline;
    expect(keys('').keyStore).toEqual({});
    expect(keys('keyStore: { directory: own }').keyStore).toEqual({ directory: join(folder, 'own') });
    expect(
      keys('keyStore: { databaseUrl: postgres://in-the-file/k }', {
        THROUGHLINE_KEY_DATABASE_URL: 'postgres://elsewhere/k',
      }).keyStore,
    ).toEqual({ databaseUrl: 'postgres://elsewhere/k' });
    writeSecret('pin', '1234\n');
    writeSecret('old.key', 'AAAA\n');
    const arn = 'arn:aws:kms:eu-central-1:123456789012:key/1f2e';
    const text = `keyEncryption:
  current: { pkcs11: { library: /lib/hsm.so, token: t, key: k, pinFile: pin } }
  previous: [{ awsKms: { keyArn: "${arn}" } }, { environment: true }, { file: old.key }]
`;
    expect(keys(text, { THROUGHLINE_PREVIOUS_KEY_ENCRYPTION_KEY: 'AAAA' }).keyEncryption).toEqual({
      current: { kind: 'pkcs11', library: '/lib/hsm.so', token: 't', key: 'k', pin: '1234' },
      previous: [
        { kind: 'aws-kms', keyArn: arn },
        { kind: 'environment', variable: 'THROUGHLINE_PREVIOUS_KEY_ENCRYPTION_KEY', key: 'AAAA' },
        { kind: 'file', file: join(folder, 'old.key') },
      ],
    });
    expect(problems(`${GOOD}keyFile: secret\n${text}`)).toEqual([
      expect.stringMatching(/keyFile: and keyEncryption say where the same key is/),
    ]);
  });

  it('signs customers in at an identity provider, instead of assertions or besides them', () => {
    writeSecret('client-secret', 'x8Zk2mTq9vLw4RbN\n');
    const oidc =
      'oidc: { issuer: "https://login.bank.example", clientId: chat, clientSecretFile: client-secret }';
    const besides = read(GOOD.replace('keysFile: keys.json', `keysFile: keys.json\n    ${oidc}`)).throughline;
    expect(besides.issuers).toHaveLength(1);
    expect(besides.identityProvider).toEqual({
      portal: 'https://www.bank.example',
      claims: expect.objectContaining({ customerId: 'sub' }),
      provider: {
        issuer: 'https://login.bank.example',
        clientId: 'chat',
        clientSecret: 'x8Zk2mTq9vLw4RbN',
        scopes: ['profile', 'email'],
        allowHttp: false,
      },
    });
    const alone = GOOD.replace('audience: throughline\n    keysFile: keys.json', oidc);
    expect(read(alone).throughline.issuers).toEqual([]);
    const twice = `issuers:\n  - issuer: other\n    ${oidc}\n`;
    expect(problems(alone.replace('issuers:\n', twice))).toEqual([
      expect.stringMatching(/issuers\.1\.oidc: must be there once/),
    ]);
    expect(problems(GOOD.replace('    audience: throughline\n', ''))).toEqual([
      expect.stringMatching(/issuers\.0\.audience: must be the `aud`/),
    ]);
  });

  it('sets how long sessions and the conversations of absent customers last', () => {
    const text = `${GOOD}awayMinutes: 10\nsession: { idleMinutes: 15, absoluteHours: 8, sameSite: lax }\n`;
    expect(read(text).throughline).toMatchObject({
      sameSite: 'lax',
      sessionLimits: { idleMs: 900_000, absoluteMs: 28_800_000 },
      realtimeLimits: { customerAbsentMs: 600_000, drainMs: 5_000 },
    });
    expect(read(GOOD).throughline.sessionLimits).toEqual(DEFAULT_SESSION_LIMITS);
  });

  it('relays to Genesys Cloud when that is the contact center, of the file or the environment', () => {
    const genesys = (more: string) =>
      `${GOOD}genesys: { deploymentId: 5e1f5e1f-0000-4000-8000-000000000001, ${more} }\n`;
    const known = genesys('region: eu-central-1');
    expect(read(known).throughline.relay).toBeUndefined();
    const relay = {
      endpoint: {
        socketUrl: 'wss://webmessaging.mypurecloud.de/v1',
        apiUrl: 'https://api.mypurecloud.de',
        origin: 'https://www.bank.example',
      },
    };
    expect(read(`${known}contactCenter: genesys\n`).throughline.relay).toMatchObject(relay);
    const { throughline } = read(known, { THROUGHLINE_CONTACT_CENTER: 'genesys' });
    expect(throughline.relay).toMatchObject(relay);
    expect(problems(`${GOOD}contactCenter: genesys\n`).join()).toMatch(/genesys.*must name a deployment/);
    for (const more of ['', 'contactCenter: genesys\n']) {
      expect(problems(`${genesys('region: eu-central-9')}${more}`).join()).toMatch(
        /must be a region of Genesys Cloud/,
      );
      expect(problems(`${genesys('autoStart: false')}${more}`).join()).toMatch(
        /genesys: needs either a region or an address/,
      );
    }
    expect(problems(`${genesys('address: "http://x.example"')}contactCenter: genesys\n`).join()).toMatch(
      /genesys.address: must be https/,
    );
    const signIn = 'signIn: { clientId: g, redirectUri: "https://x.example" }';
    expect(problems(genesys(`region: eu-central-1, ${signIn}`)).join()).toMatch(
      /genesys.signIn: must name a client of openIdProvider/,
    );
  });

  it('gives way to the environment', () => {
    const text = `${GOOD}databaseUrl: postgres://in-the-file/db\nkeyFile: secret\n`;
    expect(read(text).throughline.databaseUrl).toBe('postgres://in-the-file/db');
    const variables = {
      THROUGHLINE_DATABASE_URL: 'postgres://elsewhere/db',
      THROUGHLINE_CUSTOMER_PORT: '9000',
    };
    const { throughline, customerDoor } = read(text, variables);
    expect(throughline.databaseUrl).toBe('postgres://elsewhere/db');
    expect(customerDoor.port).toBe(9000);
  });

  it('[SAFE-9] reports every problem at once, with its place, what is expected, and without the value', () => {
    const found = problems(
      GOOD.replace('https://www.bank.example\ndeskUrl', 'bank-secret-4711\ndeskUrl')
        .replace('[loans]', '[mortgages]')
        .concat('color: blue\n'),
    );
    expect(problems(GOOD.replace(/^deskUrl:.*\n/m, ''))).toEqual([
      'throughline.yaml:2:1 deskUrl: is missing',
    ]);
    expect(found).toEqual([
      'throughline.yaml:2:12 publicUrl: must be an absolute http:// or https:// address',
      'throughline.yaml:2:1 configuration: Unrecognized key: "color"',
      'throughline.yaml:12:43 agents.0.queues.0: must be one of the queues: loans',
    ]);
  });

  it('[SAFE-1] refuses plain HTTP in production and says what to do', () => {
    const plain = GOOD.replaceAll('Url: https', 'Url: http');
    expect(problems(plain)).toEqual([
      expect.stringMatching(/publicUrl: must be https:\/\/ in production mode: put TLS in front/),
      expect.stringMatching(/deskUrl: must be https/),
    ]);
    expect(read(`mode: demo\n${plain}`).throughline.secureCookies).toBe(false);
  });

  it('takes the keys of a portal from a file, from an address, or as the secret of a legacy portal', () => {
    const keysOf = (source: string) =>
      read(GOOD.replace('keysFile: keys.json', source)).throughline.issuers[0]?.keys;
    expect(keysOf('keysFile: keys.json')).toEqual({ keys: [{ kty: 'EC', kid: 'portal-1' }] });
    expect(keysOf('jwksUrl: https://www.bank.example/jwks')).toEqual({
      jwksUrl: new URL('https://www.bank.example/jwks'),
    });
    expect(keysOf('legacySecretFile: secret')).toEqual({
      legacySecret: Buffer.from(SECRET, 'base64'),
    });
  });

  it('[T5] refuses two sources of keys for a portal, none, and a portal named twice', () => {
    const exactlyOne = /issuers\.0: must have exactly one of keysFile, jwksUrl, legacySecretFile/;
    const mixed = GOOD.replace('keysFile: keys.json', 'keysFile: keys.json\n    legacySecretFile: secret');
    expect(problems(mixed)).toEqual([expect.stringMatching(exactlyOne)]);
    expect(problems(GOOD.replace('    keysFile: keys.json\n', ''))).toEqual([
      expect.stringMatching(exactlyOne),
    ]);
    const twice = GOOD.replace(
      'flow:',
      '  - { issuer: https://www.bank.example, audience: throughline, legacySecretFile: secret }\nflow:',
    );
    expect(problems(twice)).toEqual([expect.stringMatching(/issuers\.1\.issuer: must be named once/)]);
  });

  it('[T5] refuses keys over plain HTTP in production', () => {
    const plain = GOOD.replace('keysFile: keys.json', 'jwksUrl: http://127.0.0.1:9000/jwks');
    expect(problems(plain)).toEqual([
      expect.stringMatching(/issuers\.0\.jwksUrl: must be https:\/\/ in production mode/),
    ]);
    expect(problems(`mode: demo\n${plain}`)).toEqual([]);
  });

  it('maps claims, each by its usual name unless it says otherwise', () => {
    const text = GOOD.replace('keys.json', 'keys.json\n    claims: { customerId: cif, tier: segment }');
    expect(read(text).throughline.issuers[0]?.claims).toEqual({
      customerId: 'cif',
      name: 'name',
      email: 'email',
      emailVerified: 'email_verified',
      phone: 'phone',
      tier: 'segment',
      locale: 'locale',
    });
    expect(problems(text.replace('tier:', 'teir:'))[0]).toMatch(/issuers\.0\.claims: .*"teir"/);
  });

  it('enables the Genesys-compatible door, with the secrets of its clients from files', () => {
    writeFileSync(join(folder, 'client.secret'), 'f3b1c0d2e4\n', { mode: 0o600 });
    const id = '0b5a0f0e-6f4e-4c57-9d0c-3f0d6a3f2a11';
    const door = (deployment: string) =>
      `${GOOD}genesysDoor:\n  deployments: [{ id: ${id}, ${deployment} }]\n  clients: [{ id: reporting, secretFile: client.secret }]\n`;
    expect(read(GOOD).throughline.genesysDoor).toBeUndefined();
    const text = door('queue: loans, allowedDomains: [bank.example]');
    const { genesysDoor } = read(text, { THROUGHLINE_GENESYS_PORT: '0' }).throughline;
    expect(genesysDoor).toMatchObject({
      listen: { host: '127.0.0.1', port: 0 },
      organization: 'Throughline',
      clients: [{ id: 'reporting', secret: 'f3b1c0d2e4' }],
      deployments: [
        {
          id,
          queueId: 'loans',
          allowedDomains: ['bank.example'],
          disconnect: 'ReadOnly',
          authentication: { enabled: false, allowSessionUpgrade: false },
        },
      ],
    });
    expect(problems(door('queue: savings, signIn: allowed'))).toEqual([
      expect.stringMatching(/genesysDoor\.deployments\.0\.signIn: needs an identityProvider/),
      expect.stringMatching(/genesysDoor\.deployments\.0\.queue: must be one of the queues: loans/),
    ]);
  });

  it.each([
    ['an unclosed bracket', 'queues: [', /^throughline\.yaml:1:\d+ /],
    ['a key given twice', `${GOOD}publicUrl: https://other.example\n`, /^throughline\.yaml:19:\d+ .*unique/i],
    ['nothing', '', /publicUrl/],
    ['a list', '- a\n- b\n', /^throughline\.yaml:1:1 configuration/],
    [
      'a key file that is not there',
      GOOD.replace('keys.json', 'gone.json'),
      /gone\.json: The key set cannot be read/,
    ],
    ['a key file without keys', GOOD.replace('keys.json', 'empty-keys.json'), /must be a JSON Web Key Set/],
    [
      'a key file that is no JSON',
      GOOD.replace('keys.json', 'throughline.yaml'),
      /must be a JSON Web Key Set/,
    ],
    [
      'a legacy secret below 256 bits',
      GOOD.replace('keysFile: keys.json', 'legacySecretFile: short-secret'),
      /short-secret: must be a secret of at least 32 bytes/,
    ],
    [
      'a public key as legacy secret',
      GOOD.replace('keysFile: keys.json', 'legacySecretFile: key.pem'),
      /key\.pem: must be a secret/,
    ],
  ])('refuses %s', (_case, text, expected) => {
    expect(problems(text)[0]).toMatch(expected);
  });

  it('does not unfold a bomb of aliases', () => {
    const levels = Array.from({ length: 9 }, (_, level) =>
      level === 0
        ? 'a0: &a0 [x, x, x]'
        : `a${level}: &a${level} [${Array(9)
            .fill(`*a${level - 1}`)
            .join(', ')}]`,
    );
    expect(problems(levels.join('\n'))[0]).toMatch(/too many aliases/);
  });
});
