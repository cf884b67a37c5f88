import { describe, expect, it } from 'vitest';
import { checkArchitecture } from './check-architecture.mjs';
import { linkWorkspaces, plant } from './test-support/planted-repository.mjs';

const FOLDERS = [
  'packages/protocol',
  'packages/core',
  'packages/flow',
  'packages/masking',
  'packages/server',
  'packages/chat-client',
  'packages/test-kit',
  'adapters/store-postgres',
  'apps/desk',
  'apps/demo-portal',
];

/** @param {Record<string, string>} sources @returns {Promise<string[]>} */
function problemsWith(sources) {
  const root = plant({
    'package.json': { name: 'throughline', workspaces: ['packages/*'], devDependencies: { vitest: '1.0.0' } },
    'node_modules/zod/package.json': { name: 'zod', main: 'index.js' },
    'node_modules/zod/index.js': '',
    'node_modules/vitest/package.json': { name: 'vitest', main: 'index.js' },
    'node_modules/vitest/index.js': '',
    'packages/protocol/dist/schemas.js': '',
    ...Object.fromEntries(FOLDERS.flatMap(workspace)),
    ...sources,
  });
  linkWorkspaces(root, FOLDERS);
  return checkArchitecture(root);
}

/** A workspace that declares every other, so that only the direction of an import can be wrong. @param {string} folder */
function workspace(folder) {
  const nameOf = (/** @type {string} */ path) => `@throughline/${path.replace(/.*\//, '')}`;
  const manifest = {
    name: nameOf(folder),
    exports: { '.': './dist/index.js', './schemas': './dist/schemas.js' },
    dependencies: Object.fromEntries(FOLDERS.map((other) => [nameOf(other), '1.0.0'])),
  };
  return [
    [`${folder}/package.json`, manifest],
    [`${folder}/src/index.ts`, ''],
    [`${folder}/dist/index.js`, ''],
  ];
}

describe('the architecture check', () => {
  it('finds nothing where all imports are allowed', async () => {
    expect(
      await problemsWith({
        'packages/core/src/index.ts': "export { flow } from '@throughline/flow'; export * from './model.js';",
        'packages/core/src/model.ts': '',
        'packages/core/src/model.test.ts':
          "import 'vitest'; import 'node:fs'; import '@throughline/test-kit'; import '@throughline/store-postgres';",
        'packages/server/src/index.ts': "import 'node:fs'; import '@throughline/protocol/schemas';",
        'apps/desk/src/features/queue/list.ts': "import '../../shared/clock.js'; import './row.js';",
        'apps/desk/src/features/queue/row.ts': '',
        'apps/desk/src/shared/clock.ts': '',
        'e2e/wire.test.ts': "import type { Frame } from '@throughline/protocol';",
      }),
    ).toEqual([]);
  });

  const direction = 'ARCHITECTURE.md does not allow';
  const missing = 'does not exist, is not installed, or is not among the exports';
  const undeclared = 'does not declare it';

  it.each([
    ['core → server', 'packages/core/src/index.ts', '@throughline/server', direction],
    ['core → an adapter', 'packages/core/src/index.ts', '@throughline/store-postgres', direction],
    ['adapter → server', 'adapters/store-postgres/src/index.ts', '@throughline/server', direction],
    ['client → core', 'packages/chat-client/src/index.ts', '@throughline/core', direction],
    ['app → app', 'apps/demo-portal/src/main.ts', '@throughline/desk', direction],
    ['shipped code → test kit', 'packages/server/src/index.ts', '@throughline/test-kit', direction],
    [
      'test → the layer above',
      'packages/core/src/index.test.ts',
      '@throughline/server',
      'not even in a test',
    ],
    ['end-to-end test → inner package', 'e2e/wire.test.ts', '@throughline/core', 'public surfaces only'],
    ['past the exports by name', 'packages/server/src/index.ts', '@throughline/core/dist/index.js', missing],
    ['past the exports by path', 'packages/server/src/index.ts', '../../core/src/index.js', 'relative path'],
    ['Node.js in a pure package', 'packages/core/src/index.ts', 'node:fs', 'runs without Node.js'],
    ['a validator in the client', 'packages/chat-client/src/index.ts', 'zod', 'validators'],
    [
      'schemas in the client',
      'packages/chat-client/src/index.ts',
      '@throughline/protocol/schemas',
      'validators',
    ],
    ['an undeclared package', 'packages/server/src/index.ts', 'zod', undeclared],
    ['what is declared for development', 'packages/server/src/index.ts', 'vitest', undeclared],
    ['what does not exist', 'packages/server/src/index.ts', './nowhere.js', missing],
  ])('finds %s', async (_, from, to, reason) => {
    const problems = await problemsWith({ [from]: `import '${to}';` });
    expect(problems.filter((problem) => problem.includes(reason))).toEqual([
      expect.stringMatching(new RegExp(`^${from} → `)),
    ]);
  });

  it('finds an import that is there for its types only', async () => {
    expect(
      await problemsWith({ 'packages/flow/src/index.ts': "import type { Core } from '@throughline/core';" }),
    ).toHaveLength(1);
  });

  it('finds a cycle and shows it', async () => {
    expect(
      await problemsWith({
        'packages/core/src/open.ts': "import './send.js';",
        'packages/core/src/send.ts': "import './open.js';",
      }),
    ).toContain('packages/core/src/open.ts → packages/core/src/send.ts → packages/core/src/open.ts: a cycle');
  });

  it('finds a feature of the desk that imports another', async () => {
    const [problem] = await problemsWith({
      'apps/desk/src/features/queue/list.ts': "import '../customer/panel.js';",
      'apps/desk/src/features/customer/panel.ts': '',
    });
    expect(problem).toMatch(
      /^apps\/desk\/src\/features\/queue\/list\.ts → apps\/desk\/src\/features\/customer/,
    );
  });

  it('asks for a rule for a new workspace', async () => {
    const [problem] = await problemsWith({
      'packages/new/package.json': JSON.stringify({ name: '@throughline/new' }),
      'packages/new/src/index.ts': '',
    });
    expect(problem).toMatch(/^packages\/new: /);
  });
});
