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
  const isSibling = siblingsOf(rule).includes(headers.origin ?? '');
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

/**
 * Refuses a navigation that another site started, and everything that is none: a frame, an image, a script. Where the
 * portal has another host, any host of the site may start it. Browsers that do not say are let through.
 * @throws WireError `origin_refused`
 */
export function requireOwnNavigation({ headers }: IncomingMessage, rule: OriginRule): void {
  const { 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': destination } = headers;
  const isOwn = site === undefined || site === 'same-origin' || site === 'none';
  if (!isOwn && !(site === 'same-site' && siblingsOf(rule).length > 0))
    throw refused('it comes from another site');
  const isNavigation = mode === undefined || (mode === 'navigate' && destination === 'document');
  if (!isNavigation) throw refused('it is not the navigation of a whole page');
}

/** Where the portal's own pages are: empty for the door's own origin. */
export function portalOrigin(rule: OriginRule): string {
  return siblingsOf(rule)[0] ?? '';
}

/** The origin under which browsers see this door. */
export function ownOrigin({ headers: { host } }: IncomingMessage, rule: OriginRule): string {
  if (rule.kind === 'exact') {
    return rule.origins.find((origin) => new URL(origin).host === host) ?? rule.origins[0] ?? '';
  }
  if (host !== undefined && LOOPBACK_HOST.test(host)) return `http://${host}`;
  throw refused('its Host header is not one that this gateway serves');
}

function isAllowed(origin: string | undefined, host: string | undefined, rule: OriginRule): boolean {
  if (origin === undefined) return false;
  if (rule.kind === 'exact') return rule.origins.includes(origin);
  return host !== undefined && LOOPBACK_HOST.test(host) && origin === `http://${host}`;
}

/** Origins of the same site besides the door's own. */
export function siblingsOf(rule: OriginRule): readonly string[] {
  return rule.kind === 'exact' ? (rule.siblings ?? []) : [];
}

function refused(why: string): WireError {
  return new WireError('origin_refused', `The request was refused: ${why}.`);
}
