import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { CoreError } from '@throughline/core';
import {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  fastify,
} from 'fastify';
import { allowPages } from './cross-origin.js';
import type { DoorState } from './door-state.js';
import { cleanText } from './guests/clean-text.js';
import { PlatformError, sendPlatformError } from './platform/platform-error.js';

const BODY_BYTES = 1024 * 1024;

/** The HTTP side of the door, without routes: bodies, errors, cross-origin rules and what tests let go wrong. */
export function createHttpApp(state: DoorState): FastifyInstance {
  const { tls } = state.options;
  const app = fastify({
    serverFactory: (handler) =>
      // Nothing is used of the server that the two do not share.
      tls ? (createTlsServer({ ...tls }, handler) as unknown as Server) : createServer(handler),
    logger: false,
    bodyLimit: BODY_BYTES,
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 300 },
    exposeHeadRoutes: false,
  });
  app.removeContentTypeParser('text/plain');
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  );
  // Clients send "application/json" also with bodies that are empty.
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    if (body === '') return done(null, undefined);
    try {
      done(null, JSON.parse(String(body)) as unknown);
    } catch {
      done(new PlatformError(400, 'bad.request', 'The request body is not valid JSON.'));
    }
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.header('inin-correlation-id', randomUUID());
    allowPages(state, request, reply);
    if (request.method === 'OPTIONS') return reply.code(204).send();
    return strike(state, request, reply);
  });
  app.setErrorHandler((error: FastifyError, _request, reply) =>
    sendPlatformError(reply, toPlatformError(state, error)),
  );
  app.setNotFoundHandler(({ method, url }, reply) =>
    sendPlatformError(
      reply,
      new PlatformError(
        404,
        'not.found',
        `${method} ${nameOf(url, state)} is not served here; docs/genesys/emulator.md lists what is.`,
      ),
    ),
  );
  app.options('*', async (_request, reply) => reply.code(204).send());
  return app;
}

/** A path as an answer may name it: only one that could be ours, and without what is hidden of texts. */
function nameOf(url: string, { options }: DoorState): string {
  const [path = ''] = url.split('?');
  return /^[\w./-]{1,200}$/.test(path) ? cleanText(options.mask, path).text : 'on this path';
}

/** Carries out what tests asked to go wrong. */
async function strike({ faults }: DoorState, { url, raw }: FastifyRequest, reply: FastifyReply) {
  if (url.startsWith('/emulator/')) return undefined;
  const delay = faults.take('delay', ({ path }) => url.startsWith(path));
  if (delay) {
    await sleep(delay.ms);
    // Whoever waited has left: further faults are for those who come.
    if (raw.socket.destroyed) return reply.hijack();
  }
  const fault = faults.take('http', ({ path }) => url.startsWith(path));
  if (!fault) return undefined;
  const { status, retryAfterSeconds, emptyBody } = fault;
  if (emptyBody) {
    if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
    return reply.code(status).send();
  }
  const wait = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  const [code, message] = WORDS[status] ?? [
    'internal.server.error',
    'The server encountered an unexpected condition.',
  ];
  return sendPlatformError(reply, new PlatformError(status, code, message, wait));
}

const WORDS: Readonly<Record<number, readonly [code: string, message: string]>> = {
  401: ['bad.credentials', 'Invalid login credentials.'],
  403: ['not.authorized', 'You are not authorized to perform the requested action.'],
  404: ['not.found', 'The requested resource was not found.'],
  408: ['client.timeout', 'The client request timed out.'],
  409: ['request.conflict', 'The request conflicts with the state of the resource.'],
  429: ['too.many.requests.retry.after', 'Rate limit exceeded the maximum. Retry the request later'],
  503: ['service.unavailable', 'Service Unavailable - The server is currently unavailable.'],
  504: ['request.timeout', 'The request timed out.'],
};

function toPlatformError({ options }: DoorState, error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  if (error instanceof CoreError) {
    if (error.code === 'conversation_ended') return new PlatformError(400, 'bad.request', error.message);
    if (error.code === 'not_found') return new PlatformError(404, 'not.found', error.message);
    return new PlatformError(503, 'service.unavailable', error.message);
  }
  const { statusCode } = error as FastifyError;
  if (statusCode === 413) {
    return new PlatformError(413, 'request.entity.too.large', 'The request body is too large.');
  }
  if (statusCode === 415) {
    return new PlatformError(415, 'unsupported.media.type', 'The content type is not supported.');
  }
  if (statusCode === 400) return new PlatformError(400, 'bad.request', 'The request is not valid.');
  options.onFailure(error, 'request');
  return new PlatformError(500, 'internal.server.error', 'The server encountered an unexpected condition.');
}
