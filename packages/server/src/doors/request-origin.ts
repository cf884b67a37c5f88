import type { IncomingMessage } from 'node:http';
import { REQUESTED_BY_HEADER } from '@throughline/protocol';
import type { OriginRule } from '../config/options.js';
import { WireError } from '../errors.js';

const LOOPBACK_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/**
 * Refuses requests that another site made a browser send: state-changing requests (CSRF) and WebSocket upgrades
 * (cross-site WebSocket hijacking, RFC 6455 §10.2). Layers: Fetch Metadata where the browser sends it, the Origin
 * header by exact match always, and for HTTP a header that no cross-origin page can set without a preflight.
 * @throws WireError `origin_refused`
 */
export function requireOwnOrigin(request: IncomingMessage, rule: OriginRule, kind: 'http' | 'upgrade'): void {
  const { headers } = request;
  const site = headers['sec-fetch-site'];
  const isSibling = rule.kind === 'exact' && (rule.siblings ?? []).includes(headers.origin ?? '');
  if (site !== undefined && site !== (isSibling ? 'same-site' : 'same-origin')) {
    throw refused('it comes from another site');
  }
  if (!isSibling && !isAllowed(headers.origin, headers.host, rule)) {
    throw refused('its Origin header is missing or not one that this gateway serves');
  }
  if (kind === 'http' && headers[REQUESTED_BY_HEADER] === undefined) {
    throw refused(`it lacks the ${REQUESTED_BY_HEADER} header`);
  }
}

function isAllowed(origin: string | undefined, host: string | undefined, rule: OriginRule): boolean {
  if (origin === undefined) return false;
  if (rule.kind === 'exact') return rule.origins.includes(origin);
  return host !== undefined && LOOPBACK_HOST.test(host) && origin === `http://${host}`;
}

function refused(why: string): WireError {
  return new WireError('origin_refused', `The request was refused: ${why}.`);
}
