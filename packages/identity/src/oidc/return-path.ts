/** Stands for the portal's own origin while an address is resolved as a browser would. */
const SOMEWHERE = 'http://portal.invalid';

/**
 * A place on the portal's own origin to come back to: a path with query and fragment. Null for everything that a
 * browser could understand as another origin (open redirect, RFC 9700 §4.11): `//host`, `/\host`, `https:host`, and
 * what becomes one of them when tabs and line breaks are dropped or percent-encoding is undone.
 */
export function parseReturnPath(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > 2_000) return null;
  if (!/^\/(?![/\\])[\x21-\x7e]*$/.test(value)) return null;
  const url = new URL(value, SOMEWHERE);
  if (url.origin !== SOMEWHERE) return null;
  // A server or proxy behind this address that decodes once more must not find a host in it either.
  if (/^\/(%2f|%5c|\/|\\)/i.test(url.pathname) || url.pathname.includes('\\')) return null;
  return `${url.pathname}${url.search}${url.hash}`;
}
