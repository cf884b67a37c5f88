/** How the widget becomes files for browsers: two loaders, and the chat that they fetch. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../lib/repository.mjs';
import { languages } from './languages.mjs';
import { OUR_OWN_NAMES } from './widget-names.mjs';

export const WIDGET_FOLDER = 'packages/chat-widget/dist/browser';
const SOURCES = 'packages/chat-widget/src';
const CORE = `${SOURCES}/core.ts`;

/**
 * Writes `widget.js` (classic script), `widget.mjs` (module), the same for each other language, such as `widget.de.js`, and
 * the chat with its chunks below `widget/`, whose names carry a hash of their content.
 * @param {(options: import('esbuild').BuildOptions) => Promise<import('esbuild').BuildResult>} bundle
 * @returns {Promise<import('esbuild').Metafile['outputs']>} Every file and what it is made of.
 */
export async function buildWidget(bundle) {
  rmSync(join(ROOT, WIDGET_FOLDER), { recursive: true, force: true });
  const { version } = JSON.parse(readFileSync(join(ROOT, 'packages/chat-widget/package.json'), 'utf8'));
  const common = {
    legalComments: /** @type {const} */ ('none'),
    metafile: true,
    plugins: [smallerStyles, sharedWithTheChat],
  };
  const chat = await bundle({
    ...common,
    entryPoints: [CORE],
    outdir: `${WIDGET_FOLDER}/widget`,
    format: 'esm',
    splitting: true,
    define: { RELEASE: JSON.stringify(version) },
    mangleProps: new RegExp(`^(${OUR_OWN_NAMES.join('|')})$`),
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
  });
  const outputs = outputsOf(chat);
  const define = Object.fromEntries(
    Object.entries(takeEntryOff(outputs)).map(([name, value]) => [name, JSON.stringify(value)]),
  );
  const loaders = await Promise.all(
    (await languages()).flatMap((language) => {
      const plugins = [...common.plugins, ...language.plugins];
      const name = `${WIDGET_FOLDER}/widget${language.suffix}`;
      const one = { ...common, define, plugins, charset: /** @type {const} */ ('utf8') };
      return [
        bundle({ ...one, entryPoints: [`${SOURCES}/browser.ts`], outfile: `${name}.js`, format: 'iife' }),
        bundle({ ...one, entryPoints: [`${SOURCES}/module.ts`], outfile: `${name}.mjs`, format: 'esm' }),
      ];
    }),
  );
  Object.assign(outputs, ...loaders.map(outputsOf));
  await Promise.all(Object.keys(outputs).map(squeeze));
  return outputs;
}

/**
 * The chat is one chunk, and its entry a file that only gives a name to what that exports. Loaders ask for the chunk.
 * @param {import('esbuild').Metafile['outputs']} outputs The entry is taken out of it.
 */
function takeEntryOff(outputs) {
  const entry = Object.keys(outputs).find((path) => outputs[path]?.entryPoint === CORE) ?? '';
  const text = readFileSync(join(ROOT, entry), 'utf8');
  const [, CORE_EXPORT, CORE_FILE] =
    /^import\{(\w+) as \w+\}from"\.\/([^"]+)";export\{\w+ as prepare\};\s*$/.exec(text) ?? [];
  if (!CORE_FILE) throw new Error(`The chat is not one file any more: ${text.slice(0, 200)}`);
  rmSync(join(ROOT, entry));
  delete outputs[entry];
  return { CORE_FILE, CORE_EXPORT };
}

/**
 * The chat's module, and every chunk that it imports statically: what must be there for a working chat.
 * @param {import('esbuild').Metafile['outputs']} outputs
 * @returns {string[]} Paths from the repository's root.
 */
export function coreFiles(outputs) {
  const found = new Set(Object.keys(outputs).filter((path) => outputs[path]?.inputs[CORE]));
  for (const path of found) {
    for (const { kind, path: imported } of outputs[path]?.imports ?? []) {
      if (kind === 'import-statement') found.add(imported);
    }
  }
  return [...found];
}

/** @param {import('esbuild').BuildResult} result */
function outputsOf(result) {
  if (!result.metafile) throw new Error('esbuild gave no account of the widget.');
  return result.metafile.outputs;
}

/**
 * Bundling is esbuild's; for the last 4 % of what every page of a portal loads, terser is better.
 * @param {string} path From the repository's root.
 */
async function squeeze(path) {
  const { minify } = await import('terser');
  const { code } = await minify(readFileSync(join(ROOT, path), 'utf8'), {
    module: true,
    ecma: 2020,
    compress: { passes: 3, ecma: 2020 },
  });
  if (!code) throw new Error(`terser made nothing of ${path}.`);
  writeFileSync(join(ROOT, path), code);
}

/** Takes the blanks out of style sheets that stand in TypeScript behind a "css" comment. @type {import('esbuild').Plugin} */
const smallerStyles = {
  name: 'smaller styles',
  setup(build) {
    build.onLoad({ filter: /styles\.ts$/ }, async ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const [match, css = ''] = /\/\* css \*\/ `([^`]*)`/.exec(source) ?? [];
      if (match === undefined) return undefined;
      const { code } = await build.esbuild.transform(css, { loader: 'css', minify: true, target: 'es2022' });
      return { contents: source.replace(match, () => JSON.stringify(code.trim())), loader: 'ts' };
    });
  },
};

/**
 * Chunks that are fetched later import the chat, so that what they share with it stays in its one file. Each file of its
 * own would cost a head of its own, and be compressed without knowing the others.
 * @type {import('esbuild').Plugin}
 */
const sharedWithTheChat = {
  name: 'shared with the chat',
  setup(build) {
    build.onLoad({ filter: /src\/(soon|later|rich|languages)\.ts$/ }, ({ path }) => ({
      contents: `import './core.js';\n${readFileSync(path, 'utf8')}`,
      loader: 'ts',
    }));
  },
};
