/** Catches: a map that shows what is no longer there. Every path that ARCHITECTURE.md names must exist. */
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT, readText } from './lib/repository.mjs';

const PAGE = 'ARCHITECTURE.md';
const FOLDERS = /^(\.ci|adapters|apps|bench|deploy|docs|e2e|examples|integrations|packages|tools)(\/|$)/;
const ROOT_FILE = /^[\w.-]+\.(md|json|mjs|ts|yaml)$/;

/**
 * Looks at everything in backticks and at the targets of links. `*` stands for any one name.
 * @param {string} [root]
 * @returns {string[]} One line per problem.
 */
export function checkArchitecturePaths(root = ROOT) {
  return pathsIn(readText(PAGE, root))
    .filter((path) => !exists(path, root))
    .map((path) => `${PAGE}: there is no ${path}`);
}

/** @param {string} text */
function pathsIn(text) {
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target.replace(/#.*/, ''));
  const quoted = [...text.matchAll(/`([^`\n]+)`/g)]
    .map(([, words = '']) => words.replace(/#L?\d+.*/, ''))
    .filter((words) => FOLDERS.test(words) && !/[\s<>]/.test(words));
  return [
    ...new Set([...links.filter((target) => FOLDERS.test(target) || ROOT_FILE.test(target)), ...quoted]),
  ];
}

/**
 * @param {string} path
 * @param {string} root
 */
function exists(path, root) {
  if (!path.endsWith('/*')) return existsSync(join(root, path));
  const folder = join(root, dirname(path));
  return existsSync(folder) && readdirSync(folder).length > 0;
}
