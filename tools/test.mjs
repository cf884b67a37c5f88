/**
 * Catches: tests that pass only on the machine of their author. Brings what tests need (Chromium, PostgreSQL, a build),
 * runs all checks and all tests, and ends with the line `N passed, N failed`.
 *
 * `npm test -- FILTER…` passes the filter on to vitest and leaves the checks out. `--full` runs the long counts.
 * One or two files that fail are tried once more, alone; what passes then is named as unsteady, and nothing that draws
 * at random gets this second try.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { follow } from './lib/commands.mjs';
import { CACHE, ROOT } from './lib/repository.mjs';
import { readFileResults, tally, withSecondTry, worthASecondTry } from './lib/test-results.mjs';
import { requireApache } from './test-setup/apache.mjs';
import { requireChromium } from './test-setup/chromium.mjs';
import { requireInstalledPackages } from './test-setup/installed-packages.mjs';
import { requireNginx } from './test-setup/nginx.mjs';
import { requireSoftHsm } from './test-setup/softhsm.mjs';
import { startThrowawayPostgres } from './test-setup/throwaway-postgres.mjs';
import { requireRedis } from './test-setup/throwaway-redis.mjs';

const RESULTS = join(CACHE, 'test-results.json');
const MOST_MINUTES = 15;
const MOST_MINUTES_FULL = 120;

const full = process.argv.includes('--full');
const filters = process.argv.slice(2).filter((word) => word !== '--full');
const stopping = new AbortController();

for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.on(name, () => stopping.abort());
}
const minutes = full ? MOST_MINUTES_FULL : MOST_MINUTES;
const guard = setTimeout(() => {
  console.error(`test: stopped after ${minutes} minutes`);
  stopping.abort();
}, minutes * 60_000);

const { passed, failed } = await run().catch((error) => {
  console.error(`test set-up: ${error.message}`);
  return { passed: 0, failed: 1 };
});
clearTimeout(guard);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

async function run() {
  const { signal } = stopping;
  requireInstalledPackages();
  if (!(await runTool('build'))) return { passed: 0, failed: 1 };
  await requireChromium(signal);
  await requireRedis(signal);
  await requireNginx(signal);
  await requireSoftHsm(signal);
  await requireApache(signal);
  const postgres = await startThrowawayPostgres(signal);
  try {
    const checked = filters.length > 0 || (await runTool('check'));
    const { passed, failed } = await runTests(postgres.url);
    return { passed, failed: failed + (checked ? 0 : 1) };
  } finally {
    await postgres.stop();
  }
}

/** @param {'build' | 'check'} name */
function runTool(name) {
  return follow(process.execPath, [`tools/${name}.mjs`], { signal: stopping.signal });
}

/** @param {string} databaseUrl */
async function runTests(databaseUrl) {
  const first = await runVitest(databaseUrl, filters);
  if (first.ok) return tally(first.files);
  const unsteady = worthASecondTry(first.files, (path) => readFileSync(path, 'utf8')).map((path) =>
    relative(ROOT, path),
  );
  if (unsteady.length === 0 || stopping.signal.aborted) return failedAtLeastOnce(first.files);
  console.log(`\nsecond try, alone: ${unsteady.join(', ')}`);
  const second = await runVitest(databaseUrl, unsteady);
  const files = withSecondTry(first.files, second.files);
  if (!second.ok) return failedAtLeastOnce(files);
  console.log(`UNSTEADY, passed on the second try only, please mend: ${unsteady.join(', ')}`);
  return tally(files);
}

/**
 * @param {string} databaseUrl
 * @param {string[]} names
 */
async function runVitest(databaseUrl, names) {
  rmSync(RESULTS, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${RESULTS}`];
  const ok = await follow(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...names],
    {
      signal: stopping.signal,
      environment: {
        ...process.env,
        THROUGHLINE_TEST_DATABASE_URL: databaseUrl,
        ...(full && { THROUGHLINE_TEST_FULL: '1' }),
      },
    },
  );
  return { ok, files: readFileResults(RESULTS) };
}

/**
 * Errors outside of any test fail the run, too.
 *
 * @param {import('./lib/test-results.mjs').FileResult[]} files
 */
function failedAtLeastOnce(files) {
  const { passed, failed } = tally(files);
  return { passed, failed: Math.max(failed, 1) };
}
