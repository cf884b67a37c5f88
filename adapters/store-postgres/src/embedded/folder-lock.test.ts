import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoreLockedError } from '../errors.js';
import { FolderLock } from './folder-lock.js';

describe('FolderLock', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'throughline-lock-'));
    file = join(folder, 'data.lock');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** What a lock of this process says, with changes. */
  function holderLike(changes: Record<string, unknown>): string {
    const lock = FolderLock.take(file);
    const holder = JSON.parse(readFileSync(file, 'utf8'));
    lock.release();
    return JSON.stringify({ ...holder, ...changes });
  }
  function age(ms: number): void {
    const then = new Date(Date.now() - ms);
    utimesSync(file, then, then);
  }

  it('[STORE-28] is held once, and can be taken again when released', () => {
    const lock = FolderLock.take(file);
    expect(() => FolderLock.take(file)).toThrow(StoreLockedError);
    expect(() => FolderLock.take(file)).toThrow(`process ${process.pid} (lock file ${file})`);

    lock.release();

    FolderLock.take(file).release();
    expect(existsSync(file)).toBe(false);
  });

  it('[STORE-28] stays with a running process, however old the file', async () => {
    const other = spawn('sleep', ['30']);
    await once(other, 'spawn');
    const stat = readFileSync(`/proc/${other.pid}/stat`, 'utf8');
    const startTicks = stat.slice(stat.lastIndexOf(')')).split(' ')[20];
    writeFileSync(file, holderLike({ pid: other.pid, startTicks }));
    age(3_600_000);

    expect(() => FolderLock.take(file)).toThrow(`process ${other.pid}`);

    other.kill('SIGKILL');
    await once(other, 'exit');
    FolderLock.take(file).release();
  });

  it('[STORE-28] falls to the next taker when the process is gone', () => {
    const { pid } = spawnSync('true');
    writeFileSync(file, holderLike({ pid }));

    FolderLock.take(file).release();
  });

  it('[STORE-28] is not kept by another process that was given the same number', () => {
    writeFileSync(file, holderLike({ startTicks: '1' }));

    FolderLock.take(file).release();
  });

  it.each([
    ['a holder in another container', () => holderLike({ scope: 'elsewhere' })],
    ['a file that says nothing', () => ''],
  ])('[STORE-28] trusts %s as long as the file is refreshed', (_, content) => {
    writeFileSync(file, content());
    expect(() => FolderLock.take(file)).toThrow(StoreLockedError);

    age(20_000);

    FolderLock.take(file).release();
  });
});
