import type { CustomerSessions } from '@throughline/identity';
import { CUSTOMER_PATHS } from '@throughline/protocol';
import type { FastifyInstance } from 'fastify';
import { WireError } from '../../errors.js';
import type { Admission } from './admission.js';

/** Longest token that is looked at, in characters. */
const MAX_TOKEN_LENGTH = 8 * 1024;

/**
 * What servers ask of the gateway. No browser takes part: cookies count for nothing, and whoever asks proves who it is
 * with every request (`Authorization: Bearer`, RFC 6750).
 */
export function addServerRoutes(
  app: FastifyInstance,
  admission: Admission,
  sessions: CustomerSessions,
): void {
  app.post(CUSTOMER_PATHS.serverSignOut, async (request, reply) => {
    admission.announceEnd(await sessions.endAllBy(bearerOf(request.headers.authorization)));
    return reply.code(204).send();
  });
}

function bearerOf(header: string | undefined): string {
  const token = /^bearer ([\w.~+/=-]+)$/i.exec(header ?? '')?.[1];
  if (token && token.length <= MAX_TOKEN_LENGTH) return token;
  throw new WireError(
    'unauthenticated',
    'Send "Authorization: Bearer …" with a request that you have signed.',
  );
}
