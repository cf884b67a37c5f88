/** One build at a time: two that write the same files at once leave a mixture. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CACHE } from '../lib/repository.mjs';

const LOCK = join(CACHE, 'build.lock');
const PATIENCE_MS = 5 * 60_000;

/**
 * Waits for another build to end, then takes its place. The lock goes with this process.
 * @throws {Error} After five minutes.
 */
export async function takeBuildLock() {
  mkdirSync(dirname(LOCK), { recursive: true });
  const givenUpAt = Date.now() + PATIENCE_MS;
  while (!tryLock()) {
    if (Date.now() > givenUpAt) throw new Error(`Another build has held ${LOCK} for too long.`);
    await delay(100);
  }
  process.once('exit', () => rmSync(LOCK, { force: true }));
}

function tryLock() {
  try {
    writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    if (!holderLives()) discard();
    return false;
  }
}

function holderLives() {
  try {
    process.kill(Number(readFileSync(LOCK, 'utf8')), 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/** Of several builds that wait, only one can move the dead one's lock away. */
function discard() {
  const aside = `${LOCK}.${process.pid}`;
  try {
    renameSync(LOCK, aside);
    rmSync(aside);
  } catch {
    // Another build was faster.
  }
}
