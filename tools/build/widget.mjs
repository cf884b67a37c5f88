/** How the widget becomes files for browsers: two loaders, and the chat that they fetch. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ROOT } from '../lib/repository.mjs';

export const WIDGET_FOLDER = 'packages/chat-widget/dist/browser';
const SOURCES = 'packages/chat-widget/src';

/**
 * Writes `widget.js` (classic script), `widget.mjs` (module), and the chat with its chunks below `widget/`, whose names
 * carry a hash of their content.
 * @param {(options: import('esbuild').BuildOptions) => Promise<import('esbuild').BuildResult>} bundle
 * @returns {Promise<import('esbuild').Metafile['outputs']>} Every file and what it is made of.
 */
export async function buildWidget(bundle) {
  rmSync(join(ROOT, WIDGET_FOLDER), { recursive: true, force: true });
  const { version } = JSON.parse(readFileSync(join(ROOT, 'packages/chat-widget/package.json'), 'utf8'));
  const common = { legalComments: /** @type {const} */ ('none'), metafile: true, plugins: [smallerStyles] };
  const chat = await bundle({
    ...common,
    entryPoints: [`${SOURCES}/core.ts`],
    outdir: `${WIDGET_FOLDER}/widget`,
    format: 'esm',
    splitting: true,
    define: { RELEASE: JSON.stringify(version) },
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
  });
  const outputs = outputsOf(chat);
  const define = { CORE_FILES: JSON.stringify(coreFiles(outputs).map((path) => basename(path))) };
  const loaders = await Promise.all([
    bundle({
      ...common,
      define,
      entryPoints: [`${SOURCES}/browser.ts`],
      outfile: `${WIDGET_FOLDER}/widget.js`,
      format: 'iife',
    }),
    bundle({
      ...common,
      define,
      entryPoints: [`${SOURCES}/module.ts`],
      outfile: `${WIDGET_FOLDER}/widget.mjs`,
      format: 'esm',
    }),
  ]);
  Object.assign(outputs, ...loaders.map(outputsOf));
  await Promise.all(Object.keys(outputs).map(squeeze));
  return outputs;
}

/**
 * The chat's module first, then every chunk that it imports statically: what must be there for a working chat.
 * @param {import('esbuild').Metafile['outputs']} outputs
 * @returns {string[]} Paths from the repository's root.
 */
export function coreFiles(outputs) {
  const found = new Set(
    Object.keys(outputs).filter((path) => outputs[path]?.entryPoint === `${SOURCES}/core.ts`),
  );
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
