import { expect, it } from 'vitest';
import { checkLicences } from './check-licences.mjs';
import { plant } from './test-support/planted-repository.mjs';

/**
 * A repository in which `apps/portal` depends on `packages/core`, and that on `outer`, which brings `inner`.
 * @param {Record<string, string>} licences By package.
 */
function problemsWith(licences) {
  const packages = {
    '': { devDependencies: { tool: '1' } },
    'apps/portal': { dependencies: { '@throughline/core': '1' } },
    'packages/core': { dependencies: { outer: '1' } },
    'packages/test-kit': { dependencies: { tool: '1' } },
    'node_modules/@throughline/core': { link: true, resolved: 'packages/core' },
    'node_modules/outer': { dependencies: { inner: '1' } },
    'node_modules/outer/node_modules/inner': {},
    'node_modules/tool': {},
  };
  const manifests = Object.keys(packages)
    .filter((path) => path !== '' && path !== 'node_modules/@throughline/core')
    .map((path) => [
      `${path}/package.json`,
      {
        private: path === 'packages/test-kit',
        license: licences[path.replace(/.*node_modules\//, '')] ?? 'MIT',
      },
    ]);
  return checkLicences(plant({ 'package-lock.json': { packages }, ...Object.fromEntries(manifests) }));
}

it('accepts permissive licences, and any other in what is for development only', () => {
  expect(problemsWith({ outer: '(MIT or MPL-2.0)', inner: 'ISC AND Apache-2.0', tool: 'GPL-3.0' })).toEqual(
    [],
  );
});

it('finds a licence that binds, however deep the package lies', () => {
  expect(problemsWith({ inner: 'MPL-2.0' })).toEqual(['inner: "MPL-2.0"']);
  expect(problemsWith({ outer: 'MIT AND GPL-3.0' })).toEqual(['outer: "MIT AND GPL-3.0"']);
  expect(problemsWith({ inner: '' })).toEqual(['inner: ""']);
});
