import { expect, it } from 'vitest';
import { checkArchitecturePaths } from './check-architecture-paths.mjs';
import { plant } from './test-support/planted-repository.mjs';

it('finds paths that are gone, in backticks and in links', () => {
  const page = `
    \`packages/core\`, \`adapters/*\`, \`packages/core/src/index.ts\` and [words](docs/glossary.md#offer) are there.
    \`packages/cli\`, \`apps/*\`, \`tools/gone.mjs\` and [this](docs/gone.md) or [that](GONE.md) are not.
    \`npm run check\`, \`/support/*\`, \`T1\` and [a site](https://example.com/docs/) are no paths.`;
  const root = plant({
    'ARCHITECTURE.md': page,
    'packages/core/src/index.ts': '',
    'adapters/store-postgres/package.json': '',
    'docs/glossary.md': '',
  });
  expect(checkArchitecturePaths(root)).toEqual(
    ['docs/gone.md', 'GONE.md', 'packages/cli', 'apps/*', 'tools/gone.mjs'].map(
      (path) => `ARCHITECTURE.md: there is no ${path}`,
    ),
  );
});
