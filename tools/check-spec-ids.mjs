/**
 * Catches: a rule that no test shows, and a test that cites a rule which does not exist.
 *
 * A rule is a list item or table row that starts with its id in bold brackets: `- **[CONV-1]** A customer has …`, in a
 * SPEC.md or, for the invariants T1, T2 …, in ARCHITECTURE.md. A test cites rules at the start of its title:
 * `[CONV-1] joins …`. A rule whose paragraph ends with `(not yet covered)` may be without a test, and must be.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, ROOT, readText, workspaceFolders } from './lib/repository.mjs';

const RULE = /^(?:[-*] |\| )\*\*\[([A-Z]+-?\d+)\]\*\*/;
const CITATION = /['"`]((?:\[[A-Z]+-?\d+\]\s*)+)/g;
const UNCOVERED = '(not yet covered)';

/**
 * @param {string} [root]
 * @returns {string[]} One line per problem.
 */
export function checkSpecIds(root = ROOT) {
  const rules = specFiles(root).flatMap((path) => rulesOf(path, root));
  const citations = testFiles(root).flatMap((path) => citationsOf(path, root));
  const known = new Set(rules.map(({ id }) => id));
  const cited = new Set(citations.map(({ id }) => id));
  return [
    ...rules
      .filter(({ id }, index) => rules.findIndex((rule) => rule.id === id) < index)
      .map(({ id, path }) => `${path}: [${id}] is defined twice`),
    ...rules
      .filter(({ id, uncovered }) => !uncovered && !cited.has(id))
      .map(({ id, path }) => `${path}: no test cites [${id}]`),
    ...rules
      .filter(({ id, uncovered }) => uncovered && cited.has(id))
      .map(({ id, path }) => `${path}: [${id}] has tests, so it is no longer ${UNCOVERED}`),
    ...citations
      .filter(({ id }) => !known.has(id))
      .map(({ id, path }) => `${path}: there is no rule [${id}]`),
  ];
}

/** @param {string} root */
function specFiles(root) {
  const candidates = ['ARCHITECTURE.md', ...workspaceFolders(root).map((folder) => `${folder}/SPEC.md`)];
  return candidates.filter((path) => existsSync(join(root, path)));
}

/** Contract suites are tests too: adapters register them. @param {string} root */
function testFiles(root) {
  const contracts = filesBelow('packages/test-kit/src', root);
  const tests = [...workspaceFolders(root).map((folder) => `${folder}/src`), 'e2e', 'tools']
    .flatMap((folder) => filesBelow(folder, root))
    .filter((path) => /\.test\.(ts|mjs)$/.test(path));
  return [...new Set([...contracts, ...tests])];
}

/**
 * @param {string} path
 * @param {string} root
 */
function rulesOf(path, root) {
  const paragraphs = readText(path, root).split(/\n(?=[-*|#\n])/);
  return paragraphs.flatMap((paragraph) => {
    const id = RULE.exec(paragraph)?.[1];
    return id ? [{ id, path, uncovered: paragraph.includes(UNCOVERED) }] : [];
  });
}

/**
 * @param {string} path
 * @param {string} root
 */
function citationsOf(path, root) {
  const brackets = [...readText(path, root).matchAll(CITATION)].map(([, ids = '']) => ids).join('');
  return [...new Set(brackets.match(/[A-Z]+-?\d+/g))].map((id) => ({ id, path }));
}
