/** Whether a step of the build has anything to do. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CACHE, filesBelow, ROOT } from '../lib/repository.mjs';

/** @typedef {Record<string, {fingerprint: string, outputs: string[]}>} Records What each step saw and wrote last time. */

const RECORDS = join(CACHE, 'build.json');
const SHARED = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.base.json'];

/** @returns {Records} Empty when nothing was built or the notes are unreadable. */
export function readRecords() {
  try {
    return JSON.parse(readFileSync(RECORDS, 'utf8'));
  } catch {
    return {};
  }
}

/** @param {Records} records */
export function writeRecords(records) {
  mkdirSync(dirname(RECORDS), { recursive: true });
  writeFileSync(RECORDS, JSON.stringify(records));
}

/**
 * Digest over path, size and time of change of every file that the step reads. Tests are not built and do not count.
 * @param {import('./steps.mjs').Step} step
 * @returns {string}
 */
export function fingerprintOf(step) {
  const files = [
    ...SHARED,
    ...step.inputs.flatMap(inputFiles),
    ...filesBelow('tools/build'),
    ...filesBelow('tools/lib'),
  ];
  const hash = createHash('sha256');
  for (const path of files) {
    const { size, mtimeMs } = statSync(join(ROOT, path));
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/**
 * @param {import('./steps.mjs').Step} step
 * @param {string} fingerprint
 * @param {Records} records
 * @returns {boolean}
 */
export function isFresh(step, fingerprint, records) {
  const record = records[step.name];
  return record?.fingerprint === fingerprint && record.outputs.every((path) => existsSync(join(ROOT, path)));
}

/** @param {string} folder */
function inputFiles(folder) {
  const sources = filesBelow(`${folder}/src`).filter((path) => !path.endsWith('.test.ts'));
  return [`${folder}/package.json`, `${folder}/tsconfig.json`, ...sources];
}
