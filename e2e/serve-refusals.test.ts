/** What operators read when a production configuration is unsafe: one start, every problem, each with its remedy. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const THROUGHLINE = fileURLToPath(new URL('../packages/cli/bin/throughline.js', import.meta.url));

const CONFIGURATION = `
publicUrl: http://www.bank.example
deskUrl: http://www.bank.example
databaseUrl: postgres://postgres:postgres@db/throughline
color: blue
keyFile: gone.key
issuers:
  - { issuer: https://meridian.example, audience: throughline, keysFile: private.json }
  - { issuer: https://a.example, audience: throughline, jwksUrl: "http://a.example/jwks" }
  - { issuer: https://b.example, audience: throughline, legacySecretFile: text.secret }
  - { issuer: https://c.example, audience: throughline, legacySecretFile: short.secret }
  - { issuer: https://d.example, audience: throughline, keysFile: gone.json }
flow: { file: gone.flow.json }
queues: [{ id: loans, displayName: Loans }]
agents: [{ id: sam, displayName: Sam, queues: [mortgages] }]
`;

let folder: string;
let exitCode: number | null;
let output = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-refusals-'));
  mkdirSync(join(folder, 'data', 'keys'), { recursive: true });
  const write = (name: string, text: string, mode: number) =>
    writeFileSync(join(folder, name), text, { mode });
  write('throughline.yaml', CONFIGURATION, 0o600);
  write('private.json', '{"keys":[{"kty":"EC","d":"AA"},{"kty":"oct","k":"AA"}]}', 0o600);
  write('text.secret', Buffer.from('correct horse battery staple, and more').toString('base64'), 0o604);
  write('short.secret', Buffer.alloc(31, 7).toString('base64'), 0o600);
  write('data/keys/portal-signing-key.json', '{}', 0o600);

  const child = spawn(process.execPath, [THROUGHLINE, 'serve'], {
    cwd: folder,
    env: {
      PATH: process.env.PATH ?? '',
      THROUGHLINE_DATA_DIR: join(folder, 'data'),
      THROUGHLINE_REDIS_URL: 'redis://:changeme@cache',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  [exitCode] = (await once(child, 'close')) as [number | null];
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('throughline serve, in production, with everything wrong', () => {
  it('does not start', () => {
    expect(exitCode).toBe(1);
    expect(output).toMatch(/^throughline serve: The configuration cannot be used:\n/);
  });

  it.each([
    ['SAFE-1', 'a plain portal', /yaml:2:12 publicUrl: must be https:\/\/ .*put TLS in front/],
    ['SAFE-1', 'a plain desk', /yaml:3:10 deskUrl: must be https:\/\//],
    ['SAFE-2', 'plain keys', /issuers\.1\.jwksUrl: must be https:\/\//],
    [
      'SAFE-2',
      'a private key',
      /issuers\.0\.keysFile: key 1 of the set is a private key.*keep its public half/,
    ],
    ['SAFE-2', 'a secret as key', /issuers\.0\.keysFile: key 2 of the set is a secret.*take it out/],
    ['SAFE-3', 'a text as secret', /issuers\.2\.legacySecretFile: .*not drawn at random.*openssl rand/],
    ['SAFE-3', 'a short secret', /short\.secret: must be a secret of at least 32 bytes.*openssl rand/],
    ['SAFE-4', 'a secret that all can read', /text\.secret can be read by every user.*chmod 600/],
    ['SAFE-5', 'a missing key', /yaml:6:10 keyFile: .*gone\.key is not there.*openssl rand -base64 32/],
    [
      'SAFE-21',
      'a key in a file',
      /keyFile: keeps the key-encryption key in a file.*acceptedRisks: \[key-in-file\]/,
    ],
    [
      'SAFE-22',
      "customers' keys beside their data",
      /keyStore: .*backups.*acceptedRisks: \[keys-in-main-database\]/,
    ],
    ['SAFE-6', "the database's password", /yaml:4:14 databaseUrl: has a password that everyone tries/],
    ['SAFE-6', "Redis's password", /THROUGHLINE_REDIS_URL: has a password that everyone tries/],
    ['SAFE-7', 'the demo portal', /issuers\.0\.issuer: is the demo portal/],
    ['SAFE-7', 'the data of the demo', /THROUGHLINE_DATA_DIR: .*was used by the demo.*name another folder/],
    ['SAFE-11', 'agents without a sign-in', /agentSignIn: is missing, so none of the agents could sign in/],
    ['SAFE-9', 'an unknown setting', /yaml:2:1 configuration: Unrecognized key: "color"/],
    ['SAFE-9', 'an unknown queue', /agents\.0\.queues\.0: must be one of the queues: loans/],
    [
      'SAFE-9',
      'files that are not there',
      /gone\.json: The key set cannot be read[\s\S]*gone\.flow\.json: The flow/,
    ],
  ])('[%s] names %s', (_rule, _case, line) => {
    expect(output).toMatch(line);
  });

  it('[SAFE-6] tells no value', () => {
    expect(output).not.toMatch(/postgres:postgres|changeme|battery/);
  });
});
