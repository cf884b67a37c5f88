import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anId } from '@throughline/test-kit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FileErasureLedger } from './file-erasure-ledger.js';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'throughline-ledger-'));
  file = join(folder, 'deep', 'erasures.ndjson');
});
afterEach(() => rm(folder, { recursive: true }));

const anErasure = () => ({
  id: anId(),
  customerId: anId(),
  subject: null,
  requestedAt: new Date('2026-03-02T09:00:00.000Z'),
  requestedBy: 'lee',
});

it('[PRIV-9] keeps erasures once, over restarts, for its own user alone', async () => {
  const [one, two] = [anErasure(), anErasure()];
  const ledger = await FileErasureLedger.open(file);
  expect(await ledger.all()).toEqual([]);
  await ledger.add(one);
  await ledger.add(one);
  await (await FileErasureLedger.open(file)).add(one);
  await ledger.add(two);
  expect(await (await FileErasureLedger.open(file)).all()).toEqual([one, two]);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await readFile(file, 'utf8')).trim().split('\n')).toHaveLength(2);
});

it('[PRIV-9] drops a line that was cut short, and refuses to start with any other damage', async () => {
  const erasure = anErasure();
  await (await FileErasureLedger.open(file)).add(erasure);
  await appendFile(file, '{"id":"0195');
  const ledger = await FileErasureLedger.open(file);
  await ledger.add(anErasure());
  expect(await ledger.all()).toHaveLength(2);
  await writeFile(file, (await readFile(file, 'utf8')).replace('"customerId"', '"customer"'));
  await expect(FileErasureLedger.open(file)).rejects.toThrow(/Line 1 of the erasure ledger .* is damaged/);
});
