import type { FastifyInstance } from 'fastify';

/** Reads forms, as `URLSearchParams`; for routes of this scope that do not rely on 415 to keep other sites out. */
export function readForms(app: FastifyInstance): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  );
}
