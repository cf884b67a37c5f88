import type { FastifyRequest } from 'fastify';
import { PortalError } from './errors.js';

/**
 * Refuses requests that another site made the browser send (CSRF, login CSRF): Fetch Metadata where the browser
 * sends it, and always the Origin header by exact match.
 * @throws PortalError `origin_refused`
 */
export function requireSameOrigin({ headers }: FastifyRequest, scheme: 'http' | 'https'): void {
  const site = headers['sec-fetch-site'];
  const isOwnSite = site === undefined || site === 'same-origin';
  const isOwnOrigin = headers.host !== undefined && headers.origin === `${scheme}://${headers.host}`;
  if (!isOwnSite || !isOwnOrigin) {
    throw new PortalError(
      'origin_refused',
      'The request was refused: it does not come from a page of this portal.',
    );
  }
}
