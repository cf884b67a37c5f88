/** Where keys are, as operators set it up: a security module, a key database, and the ways there. */
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Frames } from './support/frames.js';
import { signInCustomer } from './support/http-browser.js';
import { Product } from './support/product.js';
import { createDatabase, query } from './support/test-database.js';

const THROUGHLINE = fileURLToPath(new URL('../packages/cli/bin/throughline.js', import.meta.url));
const SOFT_HSM =
  ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib64/pkcs11/libsofthsm2.so'].find((path) => existsSync(path)) ??
  '';

const CONFIGURATION = `
publicUrl: https://www.bank.example
deskUrl: https://desk.bank.example
issuers: [{ issuer: https://www.bank.example, audience: throughline, keysFile: keys.json }]
flow: { file: router.json }
queues: [{ id: loans, displayName: Loans }]
`;
const IN_FILE = 'keyFile: old.key\nacceptedRisks: [key-in-file]\n';
const inModule = (previous: string) => `keyEncryption:
  current: { pkcs11: { library: ${SOFT_HSM}, token: gateway, key: kek-2027, pinFile: hsm.pin } }
  previous: [${previous}]
`;

describe.skipIf(!SOFT_HSM)('a node in production mode (needs SoftHSM 2)', () => {
  let folder: string;
  let environment: Record<string, string>;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'throughline-keys-'));
    const write = (name: string, content: string | Buffer) =>
      writeFileSync(join(folder, name), content, { mode: 0o600 });
    write('keys.json', '{"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]}');
    write('router.json', '{"logic":[{"condition":"default","target":"loans"}]}');
    write('old.key', randomBytes(32).toString('base64'));
    write('hsm.pin', '918273\n');
    // 32 bytes that are text: the tool that imports them stops at a NUL, and the key would be too short.
    write('module.key', randomBytes(16).toString('hex'));
    mkdirSync(join(folder, 'tokens'));
    write('softhsm2.conf', `directories.tokendir = ${folder}/tokens\n`);
    environment = {
      PATH: process.env.PATH ?? '',
      SOFTHSM2_CONF: join(folder, 'softhsm2.conf'),
      THROUGHLINE_CONFIG: join(folder, 'throughline.yaml'),
      THROUGHLINE_DATA_DIR: join(folder, 'data'),
      THROUGHLINE_CUSTOMER_PORT: '0',
      THROUGHLINE_AGENT_PORT: '0',
      THROUGHLINE_OPS_PORT: '0',
    };
    const softHsm = (...words: string[]) =>
      execFileSync('softhsm2-util', words, { env: environment, stdio: 'ignore' });
    softHsm('--init-token', '--free', '--label', 'gateway', '--so-pin', '0000', '--pin', '918273');
    const key = ['--import', join(folder, 'module.key'), '--aes', '--id', 'A1', '--label', 'kek-2027'];
    softHsm(...key, '--token', 'gateway', '--pin', '918273');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** The node, or null with what it says when it does not start. */
  async function serve(
    keys: string,
  ): Promise<{ readonly child: ChildProcess | null; readonly output: string }> {
    writeFileSync(join(folder, 'throughline.yaml'), `${CONFIGURATION}${keys}`, { mode: 0o600 });
    const child = spawn(process.execPath, [THROUGHLINE, 'serve'], {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    const ready = once(createInterface({ input: child.stdout }), 'line').then(() => true);
    const isUp = await Promise.race([ready, once(child, 'close').then(() => false)]);
    return { child: isUp ? child : null, output };
  }

  async function stop({ child }: Awaited<ReturnType<typeof serve>>): Promise<void> {
    if (!child) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  }

  const command = (...words: string[]) =>
    new Promise<string>((resolve) => {
      execFile(process.execPath, [THROUGHLINE, ...words], { env: environment }, (_, stdout, stderr) =>
        resolve(`${stdout}${stderr}`),
      );
    });

  /** By which key-encryption keys customers' keys are wrapped. */
  const wrappedBy = () => {
    const place = join(folder, 'data', 'keys', 'customers');
    const texts = readdirSync(place).map((name) => readFileSync(join(place, name), 'utf8'));
    return [...new Set(texts.flatMap((text) => text.match(/"wrappedBy":"[^":]+/g) ?? []))];
  };

  it('[KEY-4] [KEY-6] goes from a key file to a security module, and needs the file no more', async () => {
    await stop(await serve(IN_FILE));
    expect(wrappedBy()).toEqual(['"wrappedBy":"file']);

    const between = await serve(inModule('{ file: old.key }'));
    expect(between.child, between.output).not.toBeNull();
    expect(await command('keys', 'rewrap')).toBe('1 data key wrapped anew\n');
    await stop(between);

    rmSync(join(folder, 'old.key'));
    const after = await serve(inModule(''));
    expect(after.child, after.output).not.toBeNull();
    expect(wrappedBy()).toEqual(['"wrappedBy":"pkcs11']);
    await stop(after);
  });
});

describe('nodes on a PostgreSQL server', () => {
  let databaseUrl: string;
  let keyDatabaseUrl: string;
  let folder: string;
  let environment: Record<string, string>;
  beforeAll(async () => {
    databaseUrl = await createDatabase('keys_conversations');
    keyDatabaseUrl = await createDatabase('keys_alone');
    folder = mkdtempSync(join(tmpdir(), 'throughline-keys-'));
    writeFileSync(join(folder, 'kek'), randomBytes(32).toString('base64'), { mode: 0o600 });
    environment = { THROUGHLINE_DATABASE_URL: databaseUrl, THROUGHLINE_KEY_FILE: join(folder, 'kek') };
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("[STORE-144] [KEY-1] move customers' keys to a database of their own, and read what was written before", async () => {
    const before = await Product.start(environment);
    const ava = await signInCustomer(before.urls.customer, 'ava');
    const wrote = await Frames.greet(ava.socket('/support/v1/socket'));
    wrote.send({ type: 'open', ref: 'o', context: {} });
    const { conversation } = await wrote.next('opened');
    const id = '0199d0c0-0000-7000-8000-000000000001';
    wrote.send({ type: 'send', id, conversationId: conversation.id, text: 'before the move' });
    await wrote.next('ack');
    wrote.close();
    await before[Symbol.asyncDispose]();

    const apart = { ...environment, THROUGHLINE_KEY_DATABASE_URL: keyDatabaseUrl };
    const nodes = await Promise.all([Product.start(apart), Product.start(apart)]);
    for (const node of nodes) {
      const again = await signInCustomer(node.urls.customer, 'ava');
      const reads = await Frames.greet(again.socket('/support/v1/socket'), {
        conversationId: conversation.id,
        lastSeq: 0,
      });
      const { entries } = await reads.next('entries');
      expect(entries[0]).toMatchObject({ kind: 'message', text: 'before the move' });
      reads.close();
    }
    const count = async (url: string) =>
      (await query<{ n: number }>(url, 'select count(*)::int as n from customer_key'))[0]?.n ?? 0;
    expect(await count(databaseUrl)).toBe(0);
    expect(await count(keyDatabaseUrl)).toBeGreaterThan(1);
    for (const node of nodes) await node[Symbol.asyncDispose]();

    await expect(Product.start(environment)).rejects.toThrow(
      /keys were moved out of this database.*keyStore/,
    );
  });
});
