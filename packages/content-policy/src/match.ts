import { governing, type LoadKind, type Policy } from './policy.js';

/** Something that a page loads. */
export interface Load {
  readonly kind: LoadKind;
  readonly url: URL;
  /** The nonce that the element carries, if any. */
  readonly nonce?: string;
  /** A script that another, trusted script has inserted or imported: what `'strict-dynamic'` lets through. */
  readonly byScript?: boolean;
}

/** Whether the policy lets a page of `self` load this (CSP 3 §6.7.2). Hashes are not looked at. */
export function allows(policy: Policy, load: Load, self: URL): boolean {
  const directive = governing(policy, load.kind);
  if (!directive) return true;
  const { sources } = directive;
  const isScript = load.kind === 'script-src-elem';
  const hasNonce = load.nonce !== undefined && load.nonce !== '' && sources.includes(`'nonce-${load.nonce}'`);
  if (hasNonce && (isScript || load.kind === 'style-src-elem')) return true;
  if (isScript && isStrictDynamic(sources)) return load.byScript === true;
  return sources.some((source) => matchesSource(source, load.url, self));
}

/** Then hosts and `'self'` count for nothing among scripts: only nonces, hashes and what trusted scripts load. */
export function isStrictDynamic(sources: readonly string[]): boolean {
  return sources.some((source) => source.toLowerCase() === "'strict-dynamic'");
}

const NETWORK_SCHEMES = new Set(['http:', 'https:', 'ws:', 'wss:']);
const DEFAULT_PORTS: Readonly<Record<string, string>> = {
  'http:': '80',
  'ws:': '80',
  'https:': '443',
  'wss:': '443',
};

/** Does a source expression match a URL (CSP 3 §6.7.2.7)? */
export function matchesSource(expression: string, url: URL, self: URL): boolean {
  if (expression === '*') return NETWORK_SCHEMES.has(url.protocol) || url.protocol === self.protocol;
  const text = expression.toLowerCase();
  if (text === "'self'") return isSelf(url, self);
  if (text.startsWith("'")) return false;
  const scheme = /^([a-z][a-z0-9+.-]*):$/.exec(text)?.[1];
  if (scheme !== undefined) return schemeMatches(`${scheme}:`, url.protocol);
  const host = parseHostSource(expression);
  return host !== null && hostMatches(host, url, self);
}

/** The same host and port, also over the secure or the socket form of the page's scheme (CSP 3 §6.7.2.8). */
function isSelf(url: URL, self: URL): boolean {
  if (url.origin === self.origin) return true;
  const samePort = portOf(url) === portOf(self) || (isDefaultPort(url) && isDefaultPort(self));
  if (url.hostname !== self.hostname || !samePort) return false;
  return (
    url.protocol === 'https:' ||
    url.protocol === 'wss:' ||
    (self.protocol === 'http:' && url.protocol === 'ws:')
  );
}

interface HostSource {
  /** With its colon; null when the expression names none. */
  readonly scheme: string | null;
  readonly host: string;
  /** `*` is any; null is the default one of the scheme. */
  readonly port: string | null;
  readonly path: string;
}

const HOST_SOURCE =
  /^(?:([a-z][a-z0-9+.-]*):\/\/)?(\*|(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?|\[[0-9a-f:.]+\])(?::(\d+|\*))?(\/[^?#]*)?$/i;

/** Null when it is no host source (CSP 3 §2.3.1). */
export function parseHostSource(expression: string): HostSource | null {
  const match = HOST_SOURCE.exec(expression);
  if (!match) return null;
  const [, scheme, host = '', port, path = ''] = match;
  return {
    scheme: scheme === undefined ? null : `${scheme.toLowerCase()}:`,
    host: host.toLowerCase(),
    port: port ?? null,
    path,
  };
}

function hostMatches(source: HostSource, url: URL, self: URL): boolean {
  if (!schemeMatches(source.scheme ?? self.protocol, url.protocol)) return false;
  if (!hostnameMatches(source.host, url.hostname)) return false;
  if (source.port !== '*' && !portMatches(source, url)) return false;
  if (source.path === '' || source.path === '/') return true;
  const path = decodeURI(source.path);
  const wanted = decodeURI(url.pathname);
  return path.endsWith('/') ? wanted.startsWith(path) : wanted === path;
}

function hostnameMatches(pattern: string, hostname: string): boolean {
  if (pattern === '*') return true;
  return pattern.startsWith('*.') ? hostname.endsWith(pattern.slice(1)) : hostname === pattern;
}

function portMatches({ port, scheme }: HostSource, url: URL): boolean {
  if (port === null) return isDefaultPort(url);
  if (port === portOf(url)) return true;
  // A secure form on its own default port is no weaker than the insecure one on its.
  return (
    port === '80' && (scheme === null || scheme === 'http:' || scheme === 'ws:') && portOf(url) === '443'
  );
}

/**
 * Secure forms are taken for insecure ones (CSP 3 §6.7.2.9). Browsers do not take `https` for `wss`, nor, other than
 * the standard, `ws` for `http`.
 */
function schemeMatches(expected: string, actual: string): boolean {
  return expected === actual || `${expected.slice(0, -1)}s:` === actual;
}

function portOf(url: URL): string {
  return url.port === '' ? (DEFAULT_PORTS[url.protocol] ?? '') : url.port;
}

function isDefaultPort(url: URL): boolean {
  return portOf(url) === DEFAULT_PORTS[url.protocol];
}
