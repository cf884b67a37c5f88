import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFileResults, tally, withSecondTry, worthASecondTry } from './test-results.mjs';

/** @param {string} name @param {string[]} statuses of its tests */
const file = (name, ...statuses) => ({
  name,
  status: statuses.length === 0 || statuses.includes('failed') ? 'failed' : 'passed',
  assertionResults: statuses.map((status) => ({ status })),
});
const plain = () => 'expect(1).toBe(1)';

describe('results of the tests', () => {
  it('counts a file that could not be loaded as one failed test', () => {
    const files = [file('a', 'passed', 'passed', 'pending'), file('b', 'failed'), file('c')];
    expect(tally(files)).toEqual({ passed: 2, failed: 2 });
  });

  it('has none when the run ended before it could report', () => {
    expect(readFileResults(join(tmpdir(), 'no-such-results.json'))).toEqual([]);
    const cut = join(mkdtempSync(join(tmpdir(), 'throughline-results-')), 'cut.json');
    writeFileSync(cut, '{"testResults": [');
    expect(readFileResults(cut)).toEqual([]);
  });

  it('gives one or two failed files a second try, and many none', () => {
    const failed = ['a', 'b', 'c'].map((name) => file(name, 'passed', 'failed'));
    expect(worthASecondTry([...failed.slice(0, 2), file('d', 'passed')], plain)).toEqual(['a', 'b']);
    expect(worthASecondTry(failed, plain)).toEqual([]);
  });

  it('gives none to what draws at random: the same defect need not show twice', () => {
    const random = (/** @type {string} */ path) => (path === 'b' ? "import fc from 'fast-check';" : plain());
    expect(worthASecondTry([file('a', 'failed'), file('b', 'failed')], random)).toEqual([]);
  });

  it('still fails what fails twice, or did not run the second time', () => {
    const first = [file('a', 'passed'), file('b', 'failed', 'passed')];
    expect(tally(withSecondTry(first, [file('b', 'passed', 'passed')]))).toEqual({ passed: 3, failed: 0 });
    expect(tally(withSecondTry(first, [file('b', 'failed', 'passed')]))).toEqual({ passed: 2, failed: 1 });
    expect(tally(withSecondTry(first, []))).toEqual({ passed: 2, failed: 1 });
  });
});
