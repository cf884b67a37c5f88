/** The audit trail as operators see it: recorded by the product, checked and exported by the command line. */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Product } from './support/product.js';
import { createDatabase, query } from './support/test-database.js';

const THROUGHLINE = fileURLToPath(new URL('../packages/cli/bin/throughline.js', import.meta.url));

function throughline(environment: Record<string, string>, ...words: string[]) {
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const env = { PATH: process.env.PATH ?? '', ...environment };
    execFile(process.execPath, [THROUGHLINE, ...words], { env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

/** Signs the agent in and gives the status of the answer. */
async function signIn(product: Product, agentId: string): Promise<number> {
  const answer = await fetch(`${product.urls.agent}/api/v1/demo-sign-in`, {
    method: 'POST',
    headers: {
      origin: product.urls.agent,
      'content-type': 'application/json',
      'x-requested-by': 'throughline',
    },
    body: JSON.stringify({ agentId }),
  });
  await answer.body?.cancel();
  return answer.status;
}

describe('with the embedded database', () => {
  let product: Product;
  let environment: Record<string, string>;
  beforeAll(async () => {
    product = await Product.start();
    environment = { THROUGHLINE_DATA_DIR: product.dataDir };
  });
  afterAll(() => product[Symbol.asyncDispose]());

  it('[T9][AUDIT-9][AUDIT-11] checks the trail of the running node, and of its data when it has ended', async () => {
    await signIn(product, 'sam');
    await expect
      .poll(async () => (await throughline(environment, 'audit', 'verify')).stdout, { timeout: 60_000 })
      .toMatch(
        /^ok {3}[2-9] entries, each as it was recorded\n {5}vouched for up to entry \d+ by the checkpoint/,
      );
    await product.stop();
    const { code, stdout } = await throughline(environment, 'audit', 'verify', '--json');
    const report = JSON.parse(stdout);
    expect({ code, ...report }).toMatchObject({ code: 0, findings: [], unsigned: [], unchained: 0 });
    expect(report.vouchedBy.seq).toBe(report.entries);
  });

  it('[AUDIT-10] exports entries, and the export is one of them', async () => {
    await product.launch();
    await throughline(environment, 'audit', 'export', '--action', 'agent.signed_in');
    await expect
      .poll(async () => {
        const { stdout } = await throughline(environment, 'audit', 'export', '--since', '2020-01-01');
        return stdout
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line));
      })
      .toEqual(
        expect.arrayContaining([
          expect.objectContaining({ action: 'agent.signed_in', actorKind: 'agent', actorId: 'sam' }),
          expect.objectContaining({
            action: 'audit.exported',
            actorKind: 'operator',
            details: { action: 'agent.signed_in' },
          }),
        ]),
      );
    const { code, stderr } = await throughline(environment, 'audit', 'export', '--since', 'yesterday');
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('ISO 8601') });
  });
});

it('says where there is no database', async () => {
  const { code, stderr } = await throughline({ THROUGHLINE_DATA_DIR: '/nowhere' }, 'audit', 'verify');
  expect(code).toBe(1);
  expect(stderr).toContain('There is no database in /nowhere. Name the data directory');
});

describe('against whoever has all rights in the database server', () => {
  let template: string;
  let product: Product;
  let copies = 0;

  beforeAll(async () => {
    template = await createDatabase('audit');
    product = await Product.start({ THROUGHLINE_DATABASE_URL: template });
    for (let n = 0; n < 10; n += 1) expect(await signIn(product, 'riley')).toBeLessThan(300);
    await product.stop();
  });
  afterAll(() => product[Symbol.asyncDispose]());

  /** Checks a copy of the trail after the statements have been run on it. */
  async function verifyAfter(...statements: string[]) {
    const url = new URL(template);
    copies += 1;
    url.pathname = `${url.pathname}_${copies}`;
    const name = (path: string) => path.slice(1);
    const server = process.env.THROUGHLINE_TEST_DATABASE_URL ?? '';
    await query(server, `create database ${name(url.pathname)} template ${name(new URL(template).pathname)}`);
    for (const statement of statements) await query(url.href, statement);
    const environment = { THROUGHLINE_DATABASE_URL: url.href, THROUGHLINE_DATA_DIR: product.dataDir };
    const { code, stdout } = await throughline(environment, 'audit', 'verify');
    return { code, lines: stdout.trim().split('\n') };
  }
  const unlock = 'drop trigger audit_entry_fixed on audit_entry';

  it('[STORE-43] refuses to change an entry', async () => {
    const change = query(template, "update audit_entry set actor_id = 'sam' where seq = 3");
    await expect(change).rejects.toThrow('audit entries are not changed');
  });

  it.each<[string, RegExp, string[]]>([
    [
      'an edit',
      /entry 4 .* is not what was recorded/,
      ["update audit_entry set actor_id = 'sam' where seq = 4"],
    ],
    ['a removal', /entry 5 is missing/, ['delete from audit_entry where seq = 5']],
    [
      'two entries that change places',
      /entry 3 .* is not what was recorded/,
      [
        'update audit_entry set seq = -seq where seq in (3, 6)',
        'update audit_entry set seq = 9 + seq where seq in (-3, -6)',
      ],
    ],
    ['a cut tail', /ends at entry 8, but its head stands at/, ['delete from audit_entry where seq > 8']],
    [
      'a cut tail with the head set back',
      /the checkpoint of .* vouches for entry \d+, but the trail ends at entry 8/,
      [
        'delete from audit_entry where seq > 8',
        'update audit_head set (seq, hash) = (select seq, hash from audit_entry where seq = 8)',
      ],
    ],
    [
      'a trail that was emptied and begun anew',
      /belongs to another trail/,
      ['delete from audit_entry', 'delete from audit_head', 'insert into audit_head default values'],
    ],
  ])('[T9][AUDIT-5][AUDIT-6][AUDIT-8] finds %s', async (_, message, statements) => {
    const { code, lines } = await verifyAfter(unlock, ...statements);
    expect(lines[0]).toMatch(message);
    expect(code).toBe(1);
  });

  it('finds nothing in an untouched copy', async () => {
    const { code, lines } = await verifyAfter();
    expect({ code, line: lines[0] }).toEqual({ code: 0, line: expect.stringMatching(/^ok/) });
  });

  it('[AUDIT-8] names a line of the checkpoints that nobody signed', async () => {
    const file = join(product.dataDir, 'audit', 'checkpoints.jws');
    const forged = join(product.dataDir, 'forged.jws');
    const [line = ''] = (await readFile(file, 'utf8')).split('\n');
    await writeFile(forged, `${line}\n${line.slice(0, -4)}AAAA\n`);
    const environment = { THROUGHLINE_DATABASE_URL: template, THROUGHLINE_DATA_DIR: product.dataDir };
    const { code, stdout } = await throughline(environment, 'audit', 'verify', '--checkpoints', forged);
    expect(code).toBe(1);
    expect(stdout).toContain(`${forged}:2 holds no checkpoint that was signed with these keys`);
  });
});
