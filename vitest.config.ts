import { defineConfig } from 'vitest/config';

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
