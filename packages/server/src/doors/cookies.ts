import type { SameSite } from '../config/options.js';

export interface CookieOptions {
  readonly httpOnly: true;
  readonly sameSite: SameSite;
  readonly path: '/';
  readonly secure: boolean;
  /** Lifetime in seconds; a session cookie when absent. */
  readonly maxAge?: number;
}

/** A cookie of one door: its name, how it is set, and how it is read. Never has a Domain, so that siblings cannot set it. */
export class DoorCookie {
  readonly name: string;
  readonly #secure: boolean;
  readonly #sameSite: SameSite;

  /** On TLS the `__Host-` prefix makes browsers enforce `Secure`, `Path=/` and no `Domain` (RFC 6265bis §4.1.3). */
  constructor(name: string, secure: boolean, sameSite: SameSite = 'strict') {
    this.name = secure ? `__Host-${name}` : name;
    this.#secure = secure;
    this.#sameSite = sameSite;
  }

  options(maxAge?: number): CookieOptions {
    const base = { httpOnly: true, sameSite: this.#sameSite, path: '/', secure: this.#secure } as const;
    return maxAge === undefined ? base : { ...base, maxAge };
  }

  /**
   * The cookie's value in a Cookie header. A header that names it twice is treated as having none: which of the two
   * is ours cannot be told (cookie tossing, RFC 6265bis §8.6).
   */
  read(header: string | undefined): string | undefined {
    if (header === undefined) return undefined;
    const prefix = `${this.name}=`;
    const named = header
      .split(';')
      .map((pair) => pair.trim())
      .filter((pair) => pair.startsWith(prefix));
    // Our values are base64url: there is nothing to decode.
    return named.length === 1 ? named[0]?.slice(prefix.length) : undefined;
  }
}
