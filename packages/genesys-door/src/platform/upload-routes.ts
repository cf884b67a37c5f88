import { type BodyOf, CODE, type GuestResponse } from '@throughline/guest-api';
import type { FastifyInstance } from 'fastify';
import type { DoorState } from '../door-state.js';
import { broadcast } from '../guests/broadcast.js';
import { notFound } from './platform-error.js';

/** Room above the allowed size, so that a file that is a little too large is refused with a reason. */
const SLACK_BYTES = 1024 * 1024;

/** Pre-signed addresses: bytes go up with PUT and come down with GET, without any token. */
export function addUploadRoutes(app: FastifyInstance, state: DoorState): void {
  const { attachments, guests, options } = state;
  const largest = Math.max(0, ...options.deployments.map(({ maxFileSizeKB }) => maxFileSizeKB * 1024));
  app.register(async (uploads) => {
    uploads.removeAllContentTypeParsers();
    uploads.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    uploads.put<{ Params: { id: string; key: string } }>(
      '/uploads/:id/:key',
      { bodyLimit: largest + SLACK_BYTES },
      async ({ params, body, headers }, reply) => {
        const awaited = attachments.awaited(params.id, params.key);
        const session = awaited && guests.sessions.get(awaited.sessionToken);
        if (!awaited || !session) throw notFound('upload');
        const content = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
        const failure = await attachments.fill(awaited, session.deployment, content);
        const timestamp = options.clock.now().toISOString();
        const attachmentId = awaited.id;
        broadcast(
          session,
          failure
            ? event('UploadFailureEvent', {
                attachmentId,
                errorCode: failure.code,
                errorMessage: failure.message,
                timestamp,
              })
            : event('UploadSuccessEvent', {
                attachmentId,
                downloadUrl: attachments.link(attachmentId, state.baseUrl(headers.host)),
                timestamp,
              }),
        );
        return reply.code(200).send();
      },
    );
  });
  app.get<{ Params: { key: string } }>('/downloads/:key', async ({ params }, reply) => {
    const found = attachments.linked(params.key);
    if (!found) throw notFound('download');
    // Never shown by a browser as a page of this origin.
    return reply
      .headers({
        'content-type': 'application/octet-stream',
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(found.fileName)}`,
        'x-content-type-options': 'nosniff',
      })
      .send(found.content);
  });
}

function event<C extends 'UploadSuccessEvent' | 'UploadFailureEvent'>(
  name: C,
  body: BodyOf<C>,
): GuestResponse {
  return { type: 'message', class: name, code: CODE.ok, body } as GuestResponse;
}
