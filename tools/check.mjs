/**
 * Catches: everything that can be seen without running the product. Runs all checks, or the named ones, and reports
 * every failure: `npm run check -- lint types`.
 */
import { availableParallelism } from 'node:os';
import { checkArchitecture } from './check-architecture.mjs';
import { checkArchitecturePaths } from './check-architecture-paths.mjs';
import { checkCitedTests } from './check-cited-tests.mjs';
import { checkDeploy } from './check-deploy.mjs';
import { checkLicences } from './check-licences.mjs';
import { checkSourceWords } from './check-source-words.mjs';
import { checkSpecIds } from './check-spec-ids.mjs';
import { checkWidgetSize } from './check-widget-size.mjs';
import { checkWidgetWords } from './check-widget-words.mjs';
import { checkConfigurationReference } from './configuration-reference.mjs';
import { capture, secondsSince, TSC } from './lib/commands.mjs';

/** @type {Record<string, () => Promise<string[]> | string[]>} Each gives its problems. */
const CHECKS = {
  lint: () => command('node_modules/@biomejs/biome/bin/biome', 'check', '--colors=off', '.'),
  types: () => command(TSC, '-p', 'tsconfig.tests.json'),
  'dead-code': () => command('node_modules/knip/bin/knip.js', '--no-progress'),
  architecture: checkArchitecture,
  'source-words': checkSourceWords,
  'spec-ids': checkSpecIds,
  'architecture-paths': checkArchitecturePaths,
  'cited-tests': checkCitedTests,
  'widget-size': checkWidgetSize,
  'widget-words': checkWidgetWords,
  licences: checkLicences,
  deploy: checkDeploy,
  'configuration-reference': checkConfigurationReference,
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in CHECKS));
if (unknown.length > 0) {
  console.error(`No such check: ${unknown.join(', ')}. There are: ${Object.keys(CHECKS).join(', ')}.`);
  process.exit(2);
}

// Several checks look at what the build makes.
let failed = !(await report('build', () => command('tools/build.mjs')));
const waiting = Object.entries(CHECKS).filter(([name]) => names.length === 0 || names.includes(name));
await Promise.all(Array.from({ length: availableParallelism() }, work));
process.exitCode = failed ? 1 : 0;

async function work() {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    if (!(await report(...next))) failed = true;
  }
}

/**
 * @param {string} name
 * @param {() => Promise<string[]> | string[]} check
 * @returns {Promise<boolean>} Whether it found nothing.
 */
async function report(name, check) {
  const startedAt = performance.now();
  const problems = await Promise.resolve()
    .then(check)
    .catch((error) => [String(error)]);
  console.log(`${problems.length === 0 ? 'ok  ' : 'FAIL'} ${name.padEnd(20)} ${secondsSince(startedAt)}`);
  for (const problem of problems) console.log(problem.replace(/^/gm, '     '));
  return problems.length === 0;
}

/**
 * @param {string} script
 * @param {string[]} parameters
 * @returns {Promise<string[]>}
 */
async function command(script, ...parameters) {
  const { ok, output } = await capture(process.execPath, [script, ...parameters]);
  return ok ? [] : [output];
}
