/**
 * A UUIDv7 (RFC 9562 §5.7): 48 bits of `now` (ms since the epoch), 74 random bits. Written out here because a library
 * would cost every page of the portal 600 bytes more, and `crypto.randomUUID` is not there on plain HTTP.
 */
export function uuid7(now: number): string {
  const [a, b, c, d, e] = crypto.getRandomValues(new Uint16Array(5));
  const group = (value = 0) => value.toString(16).padStart(4, '0');
  const time = now.toString(16).padStart(12, '0');
  const version = group(0x7000 | ((a ?? 0) & 0xfff));
  const variant = group(0x8000 | ((b ?? 0) & 0x3fff));
  return `${time.slice(0, 8)}-${time.slice(8)}-${version}-${variant}-${group(c)}${group(d)}${group(e)}`;
}
