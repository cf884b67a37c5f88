/** Catches: documentation that vouches with a test which is gone, or which shows another rule by now. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, ROOT, readText } from './lib/repository.mjs';

const CLAIM = /((?:\[[A-Z]+-?\d+\](?: and )?)+) `([^`\s]+\.test\.(?:ts|mjs))`/g;
const ID = /\[[A-Z]+-?\d+\]/g;

/**
 * Looks at every `[RULE-1] `path.test.ts`` in the pages below `docs/`.
 * @param {string} [root]
 * @returns {string[]} One line per problem.
 */
export function checkCitedTests(root = ROOT) {
  const pages = filesBelow('docs', root).filter((path) => path.endsWith('.md'));
  return pages.flatMap((page) =>
    [...readText(page, root).matchAll(CLAIM)].flatMap(([, ids = '', path = '']) => {
      if (!existsSync(join(root, path))) return [`${page}: there is no ${path}`];
      const test = readText(path, root);
      const missing = (ids.match(ID) ?? []).filter((id) => !test.includes(id));
      return missing.map((id) => `${page}: ${path} does not cite ${id}`);
    }),
  );
}
