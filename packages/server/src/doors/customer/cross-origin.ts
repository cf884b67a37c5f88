import { FILE_NAME_HEADER, REQUESTED_BY_HEADER } from '@throughline/protocol';
import type { FastifyInstance } from 'fastify';
import type { OriginRule } from '../../config/options.js';
import { siblingsOf } from '../request-origin.js';

/** How long a browser may remember what a preflight said, in seconds. */
const PREFLIGHT_S = 600;

/**
 * Lets pages of the named sibling origins call the gateway, with cookies (Fetch, CORS protocol). Without siblings there
 * is no CORS at all; no other origin gets a header of it.
 */
export function allowSiblings(app: FastifyInstance, rule: OriginRule): void {
  const siblings = siblingsOf(rule);
  if (siblings.length === 0) return;
  app.addHook('onRequest', async (request, reply) => {
    reply.header('vary', 'Origin');
    const { origin } = request.headers;
    if (origin === undefined || !siblings.includes(origin)) return;
    reply.header('access-control-allow-origin', origin);
    reply.header('access-control-allow-credentials', 'true');
    reply.header('access-control-expose-headers', 'retry-after');
    if (request.method !== 'OPTIONS') return;
    reply.header('access-control-allow-methods', 'GET, POST, DELETE');
    reply.header('access-control-allow-headers', `content-type, ${REQUESTED_BY_HEADER}, ${FILE_NAME_HEADER}`);
    reply.header('access-control-max-age', PREFLIGHT_S);
    await reply.code(204).send();
  });
  // Without a route, Fastify answers 404 before the hook above.
  app.options('/*', (_request, reply) => reply.code(404).send());
}
