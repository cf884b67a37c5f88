/** Reads what vitest's JSON reporter writes (https://vitest.dev/guide/reporters#json-reporter). */
import { readFileSync } from 'node:fs';

/** @typedef {{ name: string, status: string, assertionResults: { status: string }[] }} FileResult `name`: absolute path */
/** @typedef {{ passed: number, failed: number }} Tally */

/**
 * @param {string} path
 * @returns {FileResult[]} nothing if the run ended before it could report
 */
export function readFileResults(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).testResults;
  } catch {
    return [];
  }
}

/**
 * A file that could not be loaded counts as one failed test.
 *
 * @param {FileResult[]} files
 * @returns {Tally}
 */
export function tally(files) {
  const count = (/** @type {string} */ status) =>
    files.flatMap((file) => file.assertionResults).filter((test) => test.status === status).length;
  const unloaded = files.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  return { passed: count('passed'), failed: count('failed') + unloaded.length };
}

/**
 * The failed files that deserve a second try, alone and with new servers: few, for many are a defect; and none that
 * draws at random, because there the same defect need not show twice.
 *
 * @param {FileResult[]} files
 * @param {(path: string) => string} textOf
 * @returns {string[]} their paths; empty if any failed file does not deserve it
 */
export function worthASecondTry(files, textOf) {
  const failed = files.filter(({ status }) => status === 'failed').map(({ name }) => name);
  const few = failed.length <= 2;
  return few && failed.every((path) => !/fast-check|\bseed/i.test(textOf(path))) ? failed : [];
}

/**
 * @param {FileResult[]} first
 * @param {FileResult[]} second of some of the files of `first`
 * @returns {FileResult[]} the second result where there is one
 */
export function withSecondTry(first, second) {
  const again = new Map(second.map((file) => [file.name, file]));
  return first.map((file) => again.get(file.name) ?? file);
}
