/** How the scripts of direct mode become files for browsers: the gateway's own, and the stand-in for Genesys's. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../lib/repository.mjs';
import { languages } from './languages.mjs';

const MESSENGER = 'adapters/genesys-messenger';
const STAND_IN = 'packages/messenger-stand-in';
export const MESSENGER_FOLDERS = [MESSENGER, STAND_IN];

/** @param {(options: import('esbuild').BuildOptions) => Promise<import('esbuild').BuildResult>} bundle */
export async function buildMessenger(bundle) {
  for (const folder of MESSENGER_FOLDERS) {
    rmSync(join(ROOT, folder, 'dist/browser'), { recursive: true, force: true });
  }
  const common = { format: /** @type {const} */ ('iife'), legalComments: /** @type {const} */ ('none') };
  const { version } = JSON.parse(readFileSync(join(ROOT, MESSENGER, 'package.json'), 'utf8'));
  await Promise.all([
    ...(await languages()).map(({ suffix, plugins }) =>
      bundle({
        ...common,
        plugins,
        charset: 'utf8',
        entryPoints: [`${MESSENGER}/src/browser.ts`],
        outfile: `${MESSENGER}/dist/browser/messenger${suffix}.js`,
        define: { RELEASE: JSON.stringify(version) },
      }),
    ),
    bundle({
      ...common,
      entryPoints: [`${STAND_IN}/src/genesys.ts`],
      outfile: `${STAND_IN}/dist/browser/genesys.min.js`,
    }),
    bundle({
      ...common,
      entryPoints: [`${STAND_IN}/src/window.ts`],
      outfile: `${STAND_IN}/dist/browser/window.js`,
    }),
  ]);
}
