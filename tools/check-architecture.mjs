/**
 * Catches: an import that points the wrong way, reaches past a package's exports, closes a cycle, or relies on a package
 * that only happens to be installed.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ALLOWED, forbiddenImports, TESTS } from './architecture-rules.mjs';
import { ROOT, readJson, workspaceFolders } from './lib/repository.mjs';

/**
 * Needs the built packages, because imports lead to their exports.
 * @param {string} [root]
 * @returns {Promise<string[]>} One line per problem.
 */
export async function checkArchitecture(root = ROOT) {
  const rules = forbiddenImports();
  const { modules, summary } = await readImports(root, rules);
  const comments = new Map(rules.map(({ name, comment }) => [name, comment]));
  const violations = summary.violations.map(
    ({ from, to, rule, cycle }) =>
      `${from} → ${cycle ? cycle.map(({ name }) => name).join(' → ') : to}: ${comments.get(rule.name)}`,
  );
  return [...new Set([...unlistedWorkspaces(root), ...violations, ...undeclaredImports(modules, root)])];
}

/**
 * @param {string} root
 * @param {import('dependency-cruiser').IForbiddenRuleType[]} forbidden
 * @returns {Promise<import('dependency-cruiser').ICruiseResult>}
 */
async function readImports(root, forbidden) {
  const { cruise } = await import('dependency-cruiser');
  const { output } = await cruise(
    ['packages', 'adapters', 'apps', 'e2e', 'bench'].filter((folder) => existsSync(join(root, folder))),
    {
      baseDir: root,
      validate: true,
      ruleSet: { forbidden },
      // Compiled files are where imports lead; what they import themselves is judged in their sources.
      doNotFollow: { path: ['(^|/)node_modules/', '/dist/'] },
      exclude: { path: ['^(packages|adapters|apps)/[^/]+/dist/.*\\.(map|tsbuildinfo)$'] },
      tsPreCompilationDeps: true,
    },
    { exportsFields: ['exports'], conditionNames: ['import', 'default'] },
  );
  if (typeof output === 'string') throw new Error(output);
  return output;
}

/** @param {string} root */
function unlistedWorkspaces(root) {
  return workspaceFolders(root)
    .filter((folder) => !(folder in ALLOWED))
    .map((folder) => `${folder}: tools/architecture-rules.mjs does not say what it may import`);
}

/**
 * Imports of packages that the importing workspace does not declare. Tests may use what the root declares for
 * development, and every workspace.
 * @param {import('dependency-cruiser').IModule[]} modules
 * @param {string} root
 */
function undeclaredImports(modules, root) {
  const development = Object.keys(readJson('package.json', root).devDependencies ?? {});
  const isTestFile = new RegExp(TESTS);
  const problems = [];
  for (const folder of workspaceFolders(root)) {
    const manifest = readJson(`${folder}/package.json`, root);
    const shipped = [
      manifest.name,
      ...Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }),
    ];
    const inTests = [...shipped, ...Object.keys(manifest.devDependencies ?? {}), ...development];
    for (const { source, dependencies } of modules.filter(
      ({ source }) => /\/(src|test-support)\//.test(source) && source.startsWith(`${folder}/`),
    )) {
      const isTest = isTestFile.test(source);
      for (const { module, dependencyTypes } of dependencies) {
        if (module.startsWith('.') || dependencyTypes.includes('core')) continue;
        const name = module.split('/', module.startsWith('@') ? 2 : 1).join('/');
        if (isTest ? inTests.includes(name) || name.startsWith('@throughline/') : shipped.includes(name))
          continue;
        problems.push(`${source} → ${module}: ${folder}/package.json does not declare it`);
      }
    }
  }
  return problems;
}
