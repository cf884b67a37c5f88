/**
 * Catches: running yesterday's code. Builds what changed since the last build, and nothing when nothing changed.
 */
import { fingerprintOf, isFresh, readRecords, writeRecords } from './build/fingerprint.mjs';
import { takeBuildLock } from './build/lock.mjs';
import { buildSteps } from './build/steps.mjs';
import { secondsSince } from './lib/commands.mjs';

if (staleSteps().length > 0) {
  await takeBuildLock();
  // The build that held the lock may have done the work.
  for (const { step, fingerprint } of staleSteps()) {
    await carryOut(step, fingerprint);
  }
}

function staleSteps() {
  const records = readRecords();
  return buildSteps()
    .map((step) => ({ step, fingerprint: fingerprintOf(step) }))
    .filter(({ step, fingerprint }) => !isFresh(step, fingerprint, records));
}

/**
 * @param {import('./build/steps.mjs').Step} step
 * @param {string} fingerprint Taken before the step, so that a file saved meanwhile makes the next build run.
 */
async function carryOut(step, fingerprint) {
  const startedAt = performance.now();
  try {
    await step.run();
  } catch (error) {
    console.error(`build: ${step.name} failed\n${error instanceof Error ? error.message : error}`);
    process.exit(1);
  }
  writeRecords({ ...readRecords(), [step.name]: { fingerprint, outputs: step.outputs() } });
  console.log(`build: ${step.name} ${secondsSince(startedAt)}`);
}
