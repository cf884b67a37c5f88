import type { FastifyReply, FastifyRequest } from 'fastify';
import { type DoorState, isAllowedOrigin } from './door-state.js';

/** What guests' pages call. */
const GUESTS = /^\/(api\/v2\/(webmessaging|webdeployments\/token)\/|uploads\/|downloads\/)/;

/**
 * Cross-origin rules. Files of deployments and the Platform API are for pages of every origin, since the first are
 * public and the second takes tokens that no browser adds by itself; what guests call is for the deployments' pages.
 */
export function allowPages(
  { options }: DoorState,
  { headers, url }: FastifyRequest,
  reply: FastifyReply,
): void {
  const { origin } = headers;
  if (origin === undefined || url.startsWith('/emulator/') || url.startsWith('/oauth/')) return;
  const isForGuests = GUESTS.test(url);
  if (isForGuests && !options.deployments.some((deployment) => isAllowedOrigin(deployment, origin))) return;
  reply.headers({
    'access-control-allow-origin': isForGuests ? origin : '*',
    'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS',
    'access-control-allow-headers':
      headers['access-control-request-headers'] ?? 'authorization, content-type',
    'access-control-expose-headers': 'inin-correlation-id, retry-after',
    vary: 'origin',
  });
}
