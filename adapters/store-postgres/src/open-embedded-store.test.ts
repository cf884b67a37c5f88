import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
// By name, because the worker thread runs the built file.
import { openEmbeddedStore } from '@throughline/store-postgres';
import { aContextItem, aConversation, aDecision, aNewEntry, anAuditEntry, anId } from '@throughline/test-kit';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'throughline-embedded-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Shared by the tests that do not care what is in it already: making a database takes long. */
const dataDir = join(folder, 'data', 'database');

/** A folder of the test's own, for a database that is not there yet. */
function newDataDir(): string {
  return join(folder, anId(), 'database');
}

describe('openEmbeddedStore', { timeout: 180_000 }, () => {
  it('[T2] finds everything again when it is opened again', async () => {
    const first = await openEmbeddedStore({ dataDir });
    const conversation = await openConversation(first);
    const [stored] = await first.conversations.append([aNewEntry(conversation)]);
    await Promise.all([first.close(), first.close()]);
    await expect(first.ping()).rejects.toMatchObject({ name: 'CoreError', code: 'unavailable' });

    const second = await openEmbeddedStore({ dataDir });
    const entries = await second.conversations.read(conversation.id, 0, 10);
    await second.close();

    expect(stored).toMatchObject({ kind: 'stored', entry: entries[0] });
    expect(existsSync(`${dataDir}.lock`)).toBe(false);
  });

  it('[STORE-28] refuses a second opening, from this process and by another name of the folder', async () => {
    const store = await openEmbeddedStore({ dataDir });
    const alias = join(folder, 'alias');
    symlinkSync(dataDir, alias);

    for (const name of [dataDir, alias]) {
      await expect(openEmbeddedStore({ dataDir: name })).rejects.toMatchObject({
        name: 'StoreLockedError',
        pid: process.pid,
        lockFile: `${dataDir}.lock`,
      });
    }
    await expect(store.ping()).resolves.toBeUndefined();
    await store.close();
  });

  it('[STORE-28] refuses a second process and takes the folder over when the first is gone', async () => {
    const child = await startChild();
    const { pid } = child.process;

    await expect(openEmbeddedStore({ dataDir })).rejects.toMatchObject({ name: 'StoreLockedError', pid });
    await expect(openEmbeddedStore({ dataDir })).rejects.toThrow(
      /in use by process \d+ .*\.lock.*PostgreSQL/,
    );

    await child.kill();
    const store = await openEmbeddedStore({ dataDir });
    await store.close();
  });

  it('[T2] loses nothing acknowledged when the process is killed in the middle of writing', async () => {
    for (let round = 0; round < 3; round += 1) {
      const child = await startChild();
      await child.acknowledged(50 + Math.floor(Math.random() * 100));
      await child.kill();

      const store = await openEmbeddedStore({ dataDir });
      const entries = await store.conversations.read(child.conversationId, 0, 100_000);
      await store.close();

      expect(entries.map((entry) => entry.seq)).toEqual(entries.map((_, index) => index + 1));
      const stored = new Set(entries.map((entry) => entry.id));
      expect(child.ids.filter((id) => !stored.has(id))).toEqual([]);
    }
  });

  it('[STORE-30] starts over when the first start was cut short', async () => {
    const dataDir = newDataDir();
    mkdirSync(join(dataDir, 'base'), { recursive: true });
    writeFileSync(join(dataDir, 'PG_VERSION'), '18\n');
    writeFileSync(`${dataDir}.incomplete`, '');

    const store = await openEmbeddedStore({ dataDir });

    await expect(store.ping()).resolves.toBeUndefined();
    expect(existsSync(`${dataDir}.incomplete`)).toBe(false);
    await store.close();
  });

  it('[STORE-30] leaves the mark of an unfinished first start until the database is whole', async () => {
    const dataDir = newDataDir();
    const child = spawnChild(dataDir);
    await expect
      .poll(() => existsSync(join(dataDir, 'PG_VERSION')), { interval: 5, timeout: 120_000 })
      .toBe(true);
    expect(existsSync(`${dataDir}.incomplete`)).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'exit');

    const store = await openEmbeddedStore({ dataDir });
    await expect(store.ping()).resolves.toBeUndefined();
    await store.close();
  });

  it('[STORE-30] refuses a folder that holds something else, and touches nothing in it', async () => {
    const dataDir = newDataDir();
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(join(dataDir, 'letter.txt'), 'Dear Ava');

    await expect(openEmbeddedStore({ dataDir })).rejects.toMatchObject({ name: 'StoreOpenError' });

    expect(readFileSync(join(dataDir, 'letter.txt'), 'utf8')).toBe('Dear Ava');
    expect(existsSync(`${dataDir}.lock`)).toBe(false);
  });

  it('[STORE-30] says that a database cannot be opened, and lets go of the lock', async () => {
    const dataDir = newDataDir();
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(join(dataDir, 'PG_VERSION'), '11\n');

    for (let attempt = 0; attempt < 2; attempt += 1) {
      await expect(openEmbeddedStore({ dataDir })).rejects.toMatchObject({
        name: 'StoreOpenError',
        message: expect.stringContaining(dataDir),
      });
    }
  });
});

async function openConversation(store: Awaited<ReturnType<typeof openEmbeddedStore>>) {
  const customerId = await store.sessions.customerId({
    issuer: 'https://portal.example',
    externalId: anId(),
  });
  const conversation = aConversation(customerId);
  await store.conversations.open(conversation, aContextItem(), aDecision(conversation.id), anAuditEntry());
  return conversation;
}

/** Opens the store and appends without end; says each committed id on a line. */
const CHILD = `
import { openEmbeddedStore } from '@throughline/store-postgres';
import { aContextItem, aConversation, aDecision, anAuditEntry, aNewEntry, anId } from '@throughline/test-kit';
const store = await openEmbeddedStore({ dataDir: process.env.DATA_DIR });
const customerId = await store.sessions.customerId({ issuer: 'https://portal.example', externalId: anId() });
const conversation = aConversation(customerId);
await store.conversations.open(conversation, aContextItem(), aDecision(conversation.id), anAuditEntry());
console.log(conversation.id);
for (let size = 1; ; size = (size % 7) + 1) {
  const entries = Array.from({ length: size }, () => aNewEntry(conversation));
  for (const { entry } of await store.conversations.append(entries)) console.log(entry.id);
}`;

function spawnChild(dataDir: string): ChildProcess {
  return spawn(process.execPath, ['--input-type=module', '--eval', CHILD], {
    cwd: join(import.meta.dirname, '..'),
    env: { ...process.env, DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function startChild() {
  const child = spawnChild(dataDir);
  const exited = once(child, 'exit');
  if (!child.stdout) throw new Error('The child has an output.');
  const lines = createInterface({ input: child.stdout });
  const [conversationId] = (await once(lines, 'line')) as [string];
  const ids: string[] = [];
  lines.on('line', (id: string) => ids.push(id));
  return {
    process: child,
    conversationId,
    ids,
    acknowledged: (count: number) =>
      expect.poll(() => ids.length, { timeout: 120_000 }).toBeGreaterThan(count),
    kill: async () => {
      child.kill('SIGKILL');
      await Promise.all([exited, once(lines, 'close')]);
    },
  };
}
