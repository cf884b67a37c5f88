/** Any origin will do: it only shows whether a value stays on the origin that it is resolved against. */
const HERE = 'https://portal.invalid';

/**
 * Where to go after the sign-in: the path that a page of this portal has asked for, otherwise the start page. Whatever
 * leads to another origin is no such path (open redirect, CWE-601), however it is written.
 */
export function safeReturn(value: unknown): string {
  if (typeof value !== 'string' || !value.startsWith('/') || !URL.canParse(value, HERE)) return '/';
  const { origin, pathname, search, hash } = new URL(value, HERE);
  // Dot segments can leave a path that a browser would take for a host.
  return origin === HERE && !pathname.startsWith('//') ? pathname + search + hash : '/';
}
