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
    ['packages', 'adapters', 'apps', 'integrations', 'e2e', 'bench'].filter((folder) =>
      existsSync(join(root, folder)),
    ),
    {
      baseDir: root,
      validate: true,
      ruleSet: { forbidden },
      // Installed and type-checked by itself: its packages are not here.
      exclude: { path: '^integrations/next/' },
      // Compiled files are where imports lead; what they import themselves is judged in their sources.
      doNotFollow: { path: ['(^|/)node_modules/', '/dist/'] },
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
  const manifests = workspaceFolders(root).map((folder) => ({
    folder,
    ...readJson(`${folder}/package.json`, root),
  }));
  const forAllTests = [
    ...Object.keys(readJson('package.json', root).devDependencies ?? {}),
    ...manifests.map(({ name }) => name),
  ];
  return manifests.flatMap(
    ({ folder, name, dependencies, optionalDependencies, peerDependencies, devDependencies }) => {
      const shipped = [
        name,
        ...Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }),
      ];
      const inTests = [...shipped, ...Object.keys(devDependencies ?? {}), ...forAllTests];
      return modules
        .filter(({ source }) => source.startsWith(`${folder}/`) && !source.startsWith(`${folder}/dist/`))
        .flatMap(({ source, dependencies }) => {
          const declared = isTestFile(source) ? inTests : shipped;
          return packagesAmong(dependencies)
            .filter((imported) => !declared.includes(imported))
            .map((imported) => `${source} → ${imported}: ${folder}/package.json does not declare it`);
        });
    },
  );
}

/** @param {import('dependency-cruiser').IDependency[]} dependencies */
function packagesAmong(dependencies) {
  return dependencies
    .filter(({ module, dependencyTypes }) => !module.startsWith('.') && !dependencyTypes.includes('core'))
    .map(({ module }) => module.split('/', module.startsWith('@') ? 2 : 1).join('/'));
}

/** @param {string} path */
function isTestFile(path) {
  return new RegExp(TESTS).test(path);
}
