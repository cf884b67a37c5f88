import { type IncomingMessage, request } from 'node:http';
import { type Headers, HttpBrowser } from './http-browser.js';

/** A browser that follows redirects from one site to another, with the cookies of each. */
export class Traveler {
  readonly #sites = new Map<string, HttpBrowser>();
  readonly #addresses: Readonly<Record<string, string>>;

  /** @param addresses where to find sites whose names do not resolve, by origin */
  constructor(addresses: Readonly<Record<string, string>> = {}) {
    this.#addresses = addresses;
  }

  at(origin: string): HttpBrowser {
    const known = this.#sites.get(origin);
    if (known) return known;
    const browser = new HttpBrowser(this.#addresses[origin] ?? origin);
    this.#sites.set(origin, browser);
    return browser;
  }

  /**
   * Goes to a page. Stops at the first answer that is no redirect, or where `isThere` says so.
   * @returns the answer, and the address that it was asked for
   */
  async go(
    address: string,
    isThere: (url: URL) => boolean = () => false,
    headers: Headers = {},
  ): Promise<{ readonly url: URL; readonly answer: Response }> {
    let url = new URL(address);
    for (let hop = 0; hop < 12; hop += 1) {
      const answer = await navigate(this.at(url.origin), url.pathname + url.search, headers);
      const location = answer.headers.get('location');
      if (answer.status < 300 || answer.status > 399 || location === null) return { url, answer };
      url = new URL(location, url);
      if (isThere(url)) return { url, answer };
    }
    throw new Error(`Too many redirects, at ${url.origin}${url.pathname}.`);
  }
}

/** By hand, because `fetch` says of itself in `sec-fetch-mode` that it is a script. */
export async function navigate(browser: HttpBrowser, path: string, headers: Headers = {}): Promise<Response> {
  const message = await new Promise<IncomingMessage>((resolve, reject) => {
    const navigation = {
      'sec-fetch-site': 'same-origin',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
      cookie: browser.cookieHeader,
      ...headers,
    };
    request(new URL(path, browser.origin), { headers: navigation }, resolve).once('error', reject).end();
  });
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const pairs = Object.entries(message.headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  );
  const answer = new Response(Buffer.concat(chunks), { status: message.statusCode ?? 0, headers: pairs });
  browser.keepCookies(answer);
  return answer;
}
