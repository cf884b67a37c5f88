import { SUBPROTOCOLS } from '@throughline/protocol';
import WebSocket from 'ws';

export type Headers = Record<string, string>;

/** What a browser adds to a script's requests on its own origin: cookies, Origin, Fetch Metadata. */
export class HttpBrowser {
  readonly cookies = new Map<string, string>();

  constructor(readonly origin: string) {}

  get cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async request(method: string, path: string, body?: unknown, headers: Headers = {}): Promise<Response> {
    const response = await fetch(new URL(path, this.origin), {
      method,
      redirect: 'manual',
      headers: {
        origin: this.origin,
        'sec-fetch-site': 'same-origin',
        'x-requested-by': 'throughline',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.cookies.size > 0 ? { cookie: this.cookieHeader } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    this.keepCookies(response);
    return response;
  }

  /** Submits an HTML form. */
  submit(path: string, fields: Record<string, string>): Promise<Response> {
    return this.request('POST', path, new URLSearchParams(fields).toString(), {
      'content-type': 'application/x-www-form-urlencoded',
    });
  }

  socket(path: string, headers: Headers = {}, protocols: readonly string[] = SUBPROTOCOLS): WebSocket {
    return new WebSocket(new URL(path, this.origin.replace('http', 'ws')), [...protocols], {
      headers: { origin: this.origin, cookie: this.cookieHeader, ...headers },
    });
  }

  keepCookies(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
      const removed = value === '' || /max-age=0(;|$)/i.test(line) || /expires=thu, 01 jan 1970/i.test(line);
      if (removed) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }
}

/** Signs a demo customer in to the portal and hands the session over to the gateway, as the page does. */
export async function signInCustomer(portalUrl: string, customerId: string): Promise<HttpBrowser> {
  const browser = await signInToPortal(portalUrl, customerId);
  const response = await handOff(browser);
  if (response.status !== 200) throw new Error(`The hand-off answered ${response.status}.`);
  return browser;
}

export async function signInToPortal(portalUrl: string, customerId: string): Promise<HttpBrowser> {
  const browser = new HttpBrowser(portalUrl);
  await browser.submit('/sign-in', { customer: customerId });
  return browser;
}

/** Challenge, assertion, session: the three requests of a hand-off. Returns the answer to the last. */
export async function handOff(browser: HttpBrowser): Promise<Response> {
  const assertion = await obtainAssertion(browser);
  return browser.request('POST', '/support/v1/session', { assertion });
}

export async function obtainAssertion(browser: HttpBrowser): Promise<string> {
  const answer = await browser.request('POST', '/support/v1/assertion/challenge');
  const { challenge } = (await answer.json()) as { challenge: string };
  const minted = await browser.request('POST', '/throughline/assertion', { challenge });
  const { assertion } = (await minted.json()) as { assertion: string };
  return assertion;
}

export async function signInAgent(deskUrl: string, agentId: string): Promise<HttpBrowser> {
  const browser = new HttpBrowser(deskUrl);
  const response = await browser.request('POST', '/api/v1/demo-sign-in', { agentId });
  if (response.status !== 204) throw new Error(`The desk's sign-in answered ${response.status}.`);
  return browser;
}
