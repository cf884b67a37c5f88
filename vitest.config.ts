import { readdirSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

/** What the full run looks at besides: longest, and least likely to break by a change elsewhere. */
const FULL_RUN_ALONE = [
  'e2e/faults.test.ts',
  'e2e/mixed-versions.test.ts',
  'e2e/next.test.ts',
  'e2e/relay-takeover.test.ts',
];
const isFull = process.env.THROUGHLINE_TEST_FULL === '1' || process.argv.some((word) => /^e2e\//.test(word));

const endToEnd = readdirSync('e2e', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => `e2e/${file}`)
  .filter((file) => isFull || !FULL_RUN_ALONE.includes(file));
const opensBrowser = (file: string) => /chromium|demo\.js/i.test(readFileSync(file, 'utf8'));

/** What is waited for comes; how soon says more about the machine than about the product. */
const patience = { expect: { poll: { timeout: 30_000 } }, hookTimeout: 120_000 };
const longWaits = { ...patience, testTimeout: 120_000 };

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{packages,adapters,apps}/*/src/**/*.test.ts', 'tools/**/*.test.mjs'],
          testTimeout: 60_000,
          ...patience,
        },
      },
      {
        test: {
          name: 'e2e',
          include: endToEnd.filter((file) => !opensBrowser(file)),
          // Long counts keep two cores busy, each by itself.
          fileParallelism: process.env.THROUGHLINE_TEST_FULL !== '1',
          ...longWaits,
        },
      },
      {
        test: {
          name: 'e2e in a browser',
          include: endToEnd.filter(opensBrowser),
          // Product and browser keep two cores busy; two at once on a small machine measure each other.
          fileParallelism: false,
          ...longWaits,
        },
      },
    ],
  },
});
