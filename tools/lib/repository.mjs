/** Where things are in the repository. Paths are relative to the root and use `/`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
/** Results that may be thrown away at any time. */
export const CACHE = join(ROOT, 'node_modules', '.cache', 'throughline');

/**
 * The folders of all workspaces, such as `packages/core`. What has a lock file of its own is installed by itself.
 * @param {string} [root]
 * @returns {string[]}
 */
export function workspaceFolders(root = ROOT) {
  return ['packages', 'adapters', 'apps', 'integrations'].flatMap((group) =>
    foldersIn(join(root, group))
      .map((name) => `${group}/${name}`)
      .filter((folder) => existsSync(join(root, folder, 'package.json')))
      .filter((folder) => !existsSync(join(root, folder, 'package-lock.json'))),
  );
}

/**
 * Every file below a folder, in a steady order; none when there is no such folder. Installed packages are left out.
 * @param {string} folder
 * @param {string} [root]
 * @returns {string[]}
 */
export function filesBelow(folder, root = ROOT) {
  const top = join(root, folder);
  if (!existsSync(top)) return [];
  return readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !path.includes('node_modules/'))
    .sort();
}

/**
 * The sources of all workspaces: everything in their `src` folders.
 * @param {string} [root]
 * @returns {string[]}
 */
export function sourceFiles(root = ROOT) {
  return workspaceFolders(root).flatMap((folder) => filesBelow(`${folder}/src`, root));
}

/**
 * @param {string} path
 * @param {string} [root]
 * @returns {string}
 */
export function readText(path, root = ROOT) {
  return readFileSync(join(root, path), 'utf8');
}

/**
 * @param {string} path
 * @param {string} [root]
 * @returns {any}
 */
export function readJson(path, root = ROOT) {
  return JSON.parse(readText(path, root));
}

/** @param {string} folder */
function foldersIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
