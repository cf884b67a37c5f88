/**
 * Catches: a change that makes something slower without anybody noticing. Runs every benchmark, or the named ones
 * (`npm run bench -- group-commit`), one after the other, and prints its lines. Figures are ratios against a baseline
 * that ran in the same process: absolute times say more about the machine than about the code.
 */
import { readdirSync } from 'node:fs';

const SUFFIX = '.bench.mjs';

const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(SUFFIX))
  .map((file) => file.slice(0, -SUFFIX.length))
  .sort();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`No such benchmark: ${unknown.join(', ')}. There are: ${names.join(', ')}.`);
  process.exit(2);
}

for (const name of wanted.length > 0 ? wanted : names) {
  const { bench } = await import(`./${name}${SUFFIX}`);
  console.log(name);
  for (const line of await bench()) console.log(`  ${line}`);
}
