/** What a build does, step by step. */
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { capture, TSC } from '../lib/commands.mjs';
import { CACHE, filesBelow, ROOT, workspaceFolders } from '../lib/repository.mjs';
import { buildMessenger, MESSENGER_FOLDERS } from './messenger.mjs';
import { buildWidget, WIDGET_FOLDER } from './widget.mjs';

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string[]} inputs Folders whose sources decide whether the step must run again.
 * @property {() => string[]} outputs Files that exist after the step.
 * @property {() => Promise<void>} run Throws an error with the tool's own words when the step fails.
 */

/** esbuild's account of the widget: which module gave how many bytes. The size check reads it. */
export const WIDGET_ACCOUNT = join(CACHE, 'widget.json');

const DESK = 'apps/desk/dist/browser';
const PORTAL_ASSETS = 'apps/demo-portal/dist/assets';
const STORE = 'adapters/store-postgres';
const COMPILED = /(\.d\.ts|\.js)(\.map)?$/;

/** @returns {Step[]} In the order in which they must run. */
export function buildSteps() {
  return [
    {
      name: 'compile',
      inputs: workspaceFolders(),
      outputs: () => workspaceFolders().flatMap(compiledFiles),
      run: compile,
    },
    {
      name: 'bundle widget',
      inputs: ['packages/protocol', 'packages/chat-client', 'packages/chat-widget'],
      outputs: () => filesBelow(WIDGET_FOLDER),
      run: bundleWidget,
    },
    {
      name: 'bundle messenger',
      inputs: ['packages/protocol', 'packages/chat-client', 'packages/chat-widget', ...MESSENGER_FOLDERS],
      outputs: () => MESSENGER_FOLDERS.flatMap((folder) => filesBelow(`${folder}/dist/browser`)),
      run: () => buildMessenger(bundle),
    },
    {
      name: 'bundle desk',
      inputs: ['packages/protocol', 'packages/chat-client', 'apps/desk'],
      outputs: () => filesBelow(DESK),
      run: bundleDesk,
    },
    {
      name: 'copy portal assets',
      inputs: ['apps/demo-portal'],
      outputs: () => filesBelow(PORTAL_ASSETS),
      run: copyPortalAssets,
    },
    {
      name: 'prepare database snapshot',
      inputs: [STORE],
      outputs: () => filesBelow(`${STORE}/dist/embedded`).filter((path) => !COMPILED.test(path)),
      run: prepareSnapshot,
    },
  ];
}

async function compile() {
  for (const folder of workspaceFolders()) removeLeftovers(folder);
  const { ok, output } = await capture(process.execPath, [TSC, '-b']);
  if (!ok) throw new Error(output);
}

/**
 * Removes what a deleted source left behind, so that nothing can import it, and makes the compiler write again what
 * somebody deleted: it trusts its own notes and does not look whether the files are there.
 * @param {string} folder
 */
function removeLeftovers(folder) {
  const expected = new Set(
    filesBelow(`${folder}/src`)
      .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.test.ts'))
      .map((path) => `${folder}/dist/${path.slice(`${folder}/src/`.length).replace(/\.tsx?$/, '')}`),
  );
  const present = compiledFiles(folder);
  for (const path of present) {
    if (!expected.has(path.replace(COMPILED, ''))) rmSync(join(ROOT, path));
  }
  const complete = [...expected].every(
    (path) => present.includes(`${path}.js`) && present.includes(`${path}.d.ts`),
  );
  if (!complete) rmSync(join(ROOT, folder, 'dist/.tsbuildinfo'), { force: true });
}

/** @param {string} folder */
function compiledFiles(folder) {
  return filesBelow(`${folder}/dist`).filter(
    (path) =>
      COMPILED.test(path) && !path.startsWith(`${folder}/dist/browser/`) && !path.startsWith(PORTAL_ASSETS),
  );
}

async function bundleWidget() {
  const outputs = await buildWidget(bundle);
  mkdirSync(dirname(WIDGET_ACCOUNT), { recursive: true });
  writeFileSync(WIDGET_ACCOUNT, JSON.stringify(outputs));
}

async function bundleDesk() {
  rmSync(join(ROOT, DESK), { recursive: true, force: true });
  await bundle({
    entryPoints: ['apps/desk/src/main.ts'],
    outfile: `${DESK}/desk.js`,
    format: 'esm',
    legalComments: 'linked',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  for (const name of ['index.html', 'desk.css']) {
    cpSync(join(ROOT, 'apps/desk/src', name), join(ROOT, DESK, name));
  }
}

/** @param {import('esbuild').BuildOptions} options */
async function bundle(options) {
  const { build } = await import('esbuild');
  return build({
    absWorkingDir: ROOT,
    bundle: true,
    minify: true,
    target: 'es2022',
    platform: 'browser',
    conditions: ['browser', 'production'],
    charset: 'utf8',
    logLevel: 'silent',
    ...options,
  });
}

async function copyPortalAssets() {
  rmSync(join(ROOT, PORTAL_ASSETS), { recursive: true, force: true });
  cpSync(join(ROOT, 'apps/demo-portal/src/assets'), join(ROOT, PORTAL_ASSETS), { recursive: true });
}

async function prepareSnapshot() {
  const { ok, output } = await capture(process.execPath, [`${STORE}/dist/embedded/prepare-snapshot.js`]);
  if (!ok) throw new Error(output);
}
