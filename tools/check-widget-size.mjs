/**
 * Catches: a widget that makes every page of the portal slower, server code that leaked into it, and names that the build
 * must not shorten.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { WIDGET_ACCOUNT } from './build/steps.mjs';
import { coreFiles } from './build/widget.mjs';
import { checkOwnNames } from './build/widget-names.mjs';
import { ROOT, workspaceFolders } from './lib/repository.mjs';

/** What every page of the portal loads, in bytes (gzip). */
const MOST_LOADER_BYTES = 2_000;
/** The same with all that a working chat needs. What comes on top is fetched when it is needed. */
const MOST_CHAT_BYTES = 15_000;
/** Letters of other scripts take more. */
const MOST_FOR_LANGUAGE_BYTES = 120;
const LOADER = /\/browser\/widget[^/]*$/;
const ENGLISH = /\/widget\.m?js$/;

const MODULES_FOR_BROWSERS = /^packages\/(protocol|chat-client|chat-widget)\//;
const TEXTS_OF_ERRORS = /^packages\/protocol\/dist\/(schemas|errors)\.js$/;
const LIBRARIES_OF_SERVERS = [
  'fastify',
  'pino',
  'zod',
  'openid-client',
  'oidc-provider',
  'ioredis',
  'pglite',
];

/** @typedef {import('esbuild').Metafile['outputs']} Outputs */

/** @returns {string[]} One line per problem. */
export function checkWidgetSize() {
  /** @type {Outputs} */
  const outputs = JSON.parse(readFileSync(WIDGET_ACCOUNT, 'utf8'));
  return [
    ...tooLarge(outputs),
    ...Object.keys(outputs).flatMap((path) => foreignModules(outputs, path)),
    ...namesOfServers(outputs),
    ...checkOwnNames(),
  ];
}

/** @param {Outputs} outputs */
function tooLarge(outputs) {
  const core = sum(coreFiles(outputs));
  return Object.keys(outputs)
    .filter((path) => LOADER.test(path))
    .flatMap((loader) => {
      const bytes = sum([loader]);
      const more = ENGLISH.test(loader) ? 0 : MOST_FOR_LANGUAGE_BYTES;
      return [
        ...above(loader, bytes, MOST_LOADER_BYTES + more),
        ...above(`${loader} with the chat that it fetches`, bytes + core, MOST_CHAT_BYTES + more),
      ];
    });
}

/**
 * @param {string} what
 * @param {number} bytes
 * @param {number} most
 */
function above(what, bytes, most) {
  return bytes > most ? [`${what} has ${bytes} bytes (gzip); at most ${most}`] : [];
}

/** @param {string[]} paths */
function sum(paths) {
  return paths.reduce(
    (bytes, path) => bytes + gzipSync(readFileSync(join(ROOT, path)), { level: 9 }).length,
    0,
  );
}

/**
 * Modules of which something is left after tree shaking.
 * @param {Outputs} outputs
 * @param {string} output
 */
function foreignModules(outputs, output) {
  return Object.entries(outputs[output]?.inputs ?? {})
    .filter(([path, { bytesInOutput }]) => bytesInOutput > 0 && !belongs(path))
    .map(([path]) => `${output} contains ${path}`);
}

/** @param {string} path */
function belongs(path) {
  return path.startsWith('<define:') || (MODULES_FOR_BROWSERS.test(path) && !TEXTS_OF_ERRORS.test(path));
}

/**
 * Names tell of what a path does not: code that was copied or built in elsewhere.
 * @param {Outputs} outputs
 */
function namesOfServers(outputs) {
  const ours = workspaceFolders()
    .filter((folder) => !MODULES_FOR_BROWSERS.test(`${folder}/`))
    .map((folder) => `@throughline/${folder.split('/').at(-1)}`);
  const names = [...ours, ...LIBRARIES_OF_SERVERS];
  return Object.keys(outputs).flatMap((path) => {
    const text = readFileSync(join(ROOT, path), 'utf8');
    return names
      .filter((name) => new RegExp(`(?<!\\w)${name}(?!\\w)`).test(text))
      .map((name) => `${path} names ${name}`);
  });
}
