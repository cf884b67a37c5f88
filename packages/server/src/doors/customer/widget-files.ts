import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { CUSTOMER_PATHS } from '@throughline/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { OriginRule } from '../../config/options.js';

/** The scripts keep their names, so browsers look for new ones every 5 minutes. */
const SCRIPT_CACHE = 'public, max-age=300';
/** The names of what they fetch change with the content. */
const FILE_CACHE = 'public, max-age=31536000, immutable';

interface Script {
  readonly plain: Buffer;
  readonly gzip: Buffer;
  readonly br: Buffer;
}

/** Serves the widget's scripts and what they fetch. All of it is public and small: read and compressed once. */
export async function addWidgetFiles(app: FastifyInstance, origins: OriginRule): Promise<void> {
  const { send, script: serve } = serveScripts(app, origins);
  const folder = dirname(fileURLToPath(import.meta.resolve('@throughline/chat-widget/widget.js')));
  // In English `widget.js` and `widget.mjs`, in other languages `widget.de.js` and so on.
  for (const name of (await readdir(folder)).filter((file) => /\.m?js$/.test(file))) {
    await serve(`/${name}`, await readFile(join(folder, name)));
  }
  const files = new Map<string, Script>();
  for (const name of await readdir(join(folder, CUSTOMER_PATHS.widgetFiles))) {
    const script = await compress(await readFile(join(folder, CUSTOMER_PATHS.widgetFiles, name)));
    files.set(name, script);
    files.set(stemOf(name), script);
  }
  app.get<{ Params: { file: string } }>(`${CUSTOMER_PATHS.widgetFiles}/:attempt/:file`, (request, reply) => {
    const { file } = request.params;
    const script = files.get(file);
    if (script) return send(script, FILE_CACHE, request, reply);
    // A page that was loaded before an update asks for what was there then.
    const successor = files.get(stemOf(file));
    return successor ? send(successor, 'no-store', request, reply) : reply.callNotFound();
  });
}

/** Answers scripts, compressed as the browser likes, to pages that may run them. */
export function serveScripts(app: FastifyInstance, origins: OriginRule) {
  const isAlone = origins.kind === 'loopback' || !origins.siblings?.length;
  const send = (script: Script, cache: string, request: FastifyRequest, reply: FastifyReply) => {
    const encoding = encodingFor(request.headers['accept-encoding']);
    if (encoding !== 'plain') reply.header('content-encoding', encoding);
    const vary = reply.getHeader('vary');
    return reply
      .header('vary', vary ? `${vary}, Accept-Encoding` : 'Accept-Encoding')
      .header('cache-control', cache)
      .header('cross-origin-resource-policy', isAlone ? 'same-origin' : 'same-site')
      .type('text/javascript; charset=utf-8')
      .send(script[encoding]);
  };
  return {
    send,
    /** One that keeps its name. */
    script: async (path: string, text: Buffer) => {
      const script = await compress(text);
      app.get(path, (request, reply) => send(script, SCRIPT_CACHE, request, reply));
    },
  };
}

async function compress(plain: Buffer): Promise<Script> {
  const [zipped, br] = await Promise.all([
    promisify(gzip)(plain, { level: 9 }),
    promisify(brotliCompress)(plain),
  ]);
  return { plain, gzip: zipped, br };
}

function encodingFor(accepted: string | string[] | undefined): keyof Script {
  const names = String(accepted ?? '');
  return /\bbr\b/.test(names) ? 'br' : /\bgzip\b/.test(names) ? 'gzip' : 'plain';
}

/** `core-ABCD2345.js` → `core`. Chunks have no names that mean anything, and none comes after another. */
function stemOf(file: string): string {
  return /^(?!chunk-)(.+)-[A-Z0-9]{8}\.js$/.exec(file)?.[1] ?? file;
}
