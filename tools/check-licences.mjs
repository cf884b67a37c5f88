/** Catches: a dependency under a licence that binds those who run or ship the product. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, readJson } from './lib/repository.mjs';

const PERMISSIVE = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
]);

/**
 * Follows the dependencies of everything that is shipped: all workspaces but the private packages, which are for
 * development. Apps are private and shipped.
 * @param {string} [root]
 * @returns {string[]} One line per problem.
 */
export function checkLicences(root = ROOT) {
  /** @type {Record<string, any>} */
  const entries = readJson('package-lock.json', root).packages;
  const shipped = Object.keys(entries).filter((path) => isShipped(path, root));
  const reached = new Set(shipped);
  for (const path of reached) {
    const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = entries[path];
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) {
      const found = resolve(name, path, entries);
      if (found && !peerDependenciesMeta?.[name]?.optional) reached.add(found);
    }
  }
  return [...reached]
    .filter((path) => path.includes('node_modules/') && existsSync(join(root, path)))
    .map((path) => ({ path, licence: readJson(`${path}/package.json`, root).license }))
    .filter(({ licence }) => !isPermissive(licence))
    .map(({ path, licence }) => `${path.replace(/.*node_modules\//, '')}: ${JSON.stringify(licence)}`);
}

/**
 * @param {string} path
 * @param {string} root
 */
function isShipped(path, root) {
  if (path.startsWith('apps/')) return true;
  return /^(packages|adapters)\/[^/]+$/.test(path) && !readJson(`${path}/package.json`, root).private;
}

/**
 * Finds a package as Node.js does, from the innermost `node_modules` outwards.
 * @param {string} name
 * @param {string} from
 * @param {Record<string, any>} entries
 * @returns {string | undefined}
 */
function resolve(name, from, entries) {
  for (let folder = from; ; folder = folder.replace(/(^|\/)[^/]*$/, '')) {
    const path = `${folder && `${folder}/`}node_modules/${name}`;
    if (entries[path]) return entries[path].link ? entries[path].resolved : path;
    if (folder === '') return undefined;
  }
}

/**
 * An SPDX expression: of alternatives one must be permissive, of a conjunction all.
 * @param {unknown} licence
 * @returns {boolean}
 */
function isPermissive(licence) {
  if (typeof licence !== 'string') return false;
  return licence
    .replace(/[()]/g, '')
    .split(/ or /i)
    .some((choice) => choice.split(/ and /i).every((name) => PERMISSIVE.has(name.trim())));
}
