import { fastifyCookie } from '@fastify/cookie';
import { fastifyHelmet } from '@fastify/helmet';
import { type FastifyInstance, fastify } from 'fastify';
import type { Logger } from '../observability/logger.js';
import type { Metrics } from '../observability/metrics.js';
import { answerErrors } from './http-errors.js';

/** A Content-Security-Policy for answers that are not pages: nothing may load, run or frame anything. */
export const NO_CONTENT_POLICY = { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] };

/** Largest HTTP body that any door reads, in bytes. */
const BODY_LIMIT_BYTES = 16 * 1024;

/** A Fastify application with what every door has: cookies, security headers, typed errors. */
export async function createDoorApp(options: {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly contentSecurityPolicy: Record<string, string[]>;
  readonly secure: boolean;
}): Promise<FastifyInstance> {
  const app = fastify({
    logger: false,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: 30_000,
    forceCloseConnections: true,
    // A body with `__proto__` or `constructor` is refused, not cleaned.
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
  });
  // Only JSON is read: a form or plain text, which other sites can send without a preflight, is answered with 415.
  app.removeContentTypeParser('text/plain');
  await app.register(fastifyCookie);
  await app.register(fastifyHelmet, {
    contentSecurityPolicy: { useDefaults: false, directives: options.contentSecurityPolicy },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: options.secure,
    xFrameOptions: { action: 'deny' },
  });
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });
  answerErrors(app, options.logger, options.metrics);
  return app;
}
