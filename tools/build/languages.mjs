/** What a loader says before anything can be fetched is in the script, which there is once for each language. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../lib/repository.mjs';

/**
 * English first, then every language that there are words in, as they were compiled.
 * @returns {Promise<{ suffix: string, plugins: import('esbuild').Plugin[] }[]>} `suffix`: of the script's name, `.de`
 */
export async function languages() {
  const folder = join(ROOT, 'packages/chat-widget/dist/languages');
  const others = await Promise.all(
    readdirSync(folder)
      .filter((name) => name.endsWith('.js'))
      .map(async (name) => {
        const { catalog } = await import(`${pathToFileURL(join(folder, name)).href}?at=${Date.now()}`);
        return { suffix: `.${basename(name, '.js')}`, plugins: [firstWordsOf(catalog)] };
      }),
  );
  return [{ suffix: '', plugins: [] }, ...others];
}

/**
 * @param {Readonly<Record<string, unknown>>} catalog
 * @returns {import('esbuild').Plugin}
 */
const firstWordsOf = (catalog) => ({
  name: 'first words',
  setup(build) {
    build.onLoad({ filter: /loader\/words\.(ts|js)$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll(
        /(\w+): (?:'[^']*'|"[^"]*")/g,
        (_, key) => `${key}: ${JSON.stringify(catalog[key])}`,
      ),
      loader: path.endsWith('.ts') ? 'ts' : 'js',
    }));
  },
});
