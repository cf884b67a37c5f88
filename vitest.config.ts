import { defineConfig } from 'vitest/config';

/** What the full run looks at besides: longest, and least likely to break by a change elsewhere. */
const FULL_RUN_ALONE = [
  'e2e/direct-policy.test.ts',
  'e2e/faults.test.ts',
  'e2e/keyboard.test.ts',
  'e2e/mixed-versions.test.ts',
  'e2e/relay-takeover.test.ts',
  'e2e/stand-in.test.ts',
];
const isFull = process.env.THROUGHLINE_TEST_FULL === '1' || process.argv.some((word) => /^e2e\//.test(word));

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{packages,adapters,apps}/*/src/**/*.test.ts', 'tools/**/*.test.mjs'],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          exclude: isFull ? [] : FULL_RUN_ALONE,
          // Every file starts the product and a browser; two at once on a small machine measure each other.
          fileParallelism: false,
          testTimeout: 60_000,
          // What is waited for comes; how soon says more about the machine than about the product.
          expect: { poll: { timeout: 15_000 } },
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
