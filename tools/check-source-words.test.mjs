import { expect, it } from 'vitest';
import { checkSourceWords } from './check-source-words.mjs';
import { plant } from './test-support/planted-repository.mjs';

/** @param {Record<string, string>} sources */
function problemsWith(sources) {
  const manifests = Object.keys(sources).map((path) => [path.replace(/\/src\/.*/, '/package.json'), '{}']);
  return checkSourceWords(plant({ ...Object.fromEntries(manifests), ...sources }));
}

it('[T11] finds the name of a vendor in the heart of the product, in code, comments and types', () => {
  expect(
    problemsWith({
      'packages/core/src/model/customer.ts': '// first\n/** Called externalId by Genesys. */',
      'packages/chat-widget/src/dom.ts': 'const api = "purecloud";',
      'packages/server/src/ready.ts': 'const ready = { genesys: null };',
    }),
  ).toEqual([
    'packages/chat-widget/src/dom.ts:1: no vendor in the heart (T11)',
    'packages/core/src/model/customer.ts:2: no vendor in the heart (T11)',
  ]);
});

it('[T11] finds no name of a vendor in the heart of this repository', () => {
  expect(checkSourceWords().filter((problem) => problem.includes('T11'))).toEqual([]);
});

it('finds settings read outside of the configuration', () => {
  const read = 'const port = process.env.PORT;';
  expect(
    problemsWith({
      'packages/server/src/doors/door.ts': read,
      'packages/server/src/doors/door.test.ts': read,
      'packages/server/src/config/environment.ts': read,
      'apps/demo-portal/src/main.ts': read,
      'apps/demo-portal/src/portal.ts': read,
    }),
  ).toEqual([
    expect.stringMatching(/^packages\/server\/src\/doors\/door\.ts:1: /),
    expect.stringMatching(/^apps\/demo-portal\/src\/portal\.ts:1: /),
  ]);
});
