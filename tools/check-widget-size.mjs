/** Catches: a widget that makes every page of the portal slower, and server code that leaked into it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { WIDGET, WIDGET_ACCOUNT } from './build/steps.mjs';
import { ROOT } from './lib/repository.mjs';

const MOST_BYTES = 25_000;
const FORBIDDEN = /\/(zod|fastify|pino)\/|^packages\/protocol\/dist\/(schemas|errors)\.js$/;

/** @returns {string[]} One line per problem. */
export function checkWidgetSize() {
  const bytes = gzipSync(readFileSync(join(ROOT, WIDGET)), { level: 9 }).length;
  const problems = modulesInWidget()
    .filter((path) => FORBIDDEN.test(path))
    .map((path) => `${WIDGET} contains ${path}`);
  return bytes > MOST_BYTES
    ? [`${WIDGET} has ${bytes} bytes (gzip); at most ${MOST_BYTES}`, ...problems]
    : problems;
}

/** Modules of which something is left after tree shaking. */
function modulesInWidget() {
  /** @type {import('esbuild').Metafile} */
  const account = JSON.parse(readFileSync(WIDGET_ACCOUNT, 'utf8'));
  return Object.values(account.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => path),
  );
}
