import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const THROUGHLINE = fileURLToPath(new URL('../../packages/cli/bin/throughline.js', import.meta.url));
/** Below this repository, so that what is written there finds its packages. */
const E2E = fileURLToPath(new URL('../', import.meta.url));

export type Pages = (request: IncomingMessage, response: ServerResponse) => void;

export interface Answer {
  readonly code: number;
  readonly stdout: string;
}

export function throughline(...parameters: string[]): Promise<Answer> {
  return new Promise((resolve) => {
    execFile(process.execPath, [THROUGHLINE, ...parameters], (error, stdout) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout });
    });
  });
}

/** What `throughline csp` prints for this server. */
export async function printedFor(target: string, origin: string, ...further: string[]): Promise<string> {
  const portal = ['--portal', `${origin}/`, '--gateway', `${origin}/support`];
  return (await throughline('csp', '--for', target, ...portal, ...further)).stdout;
}

export const page =
  (body: string, headers: Readonly<Record<string, string>> = {}): Pages =>
  (_, response) =>
    response.writeHead(200, { 'content-type': 'text/html', ...headers }).end(body);

/** A portal on Express or Fastify with this snippet in its own server. */
export async function pagesWith(
  target: 'express' | 'fastify',
  snippet: string,
  html: string,
): Promise<Pages> {
  const [before, after] = SERVERS[target];
  const folder = await mkdtemp(join(E2E, 'artifacts-policy-'));
  try {
    const file = join(folder, 'portal.mjs');
    await writeFile(file, [before, snippet, `const PAGE = ${JSON.stringify(html)};`, after].join('\n'));
    const { pages } = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as { pages: Pages };
    return pages;
  } finally {
    await rm(folder, { recursive: true });
  }
}

const SERVERS = {
  express: [
    `import express from 'express';
     const app = express();`,
    `app.get('/', (_, response) => response.type('html').send(PAGE));
     export const pages = app;`,
  ],
  fastify: [
    `import fastify from 'fastify';
     const app = fastify();`,
    `app.get('/', (_, reply) => reply.type('text/html').send(PAGE));
     await app.ready();
     export const pages = app.routing;`,
  ],
} as const;
