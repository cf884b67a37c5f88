import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { type GatewayProcess, startGateway } from './gateway-process.js';

const ISSUER = 'https://bank.example';
const CUSTOMERS: Readonly<Record<string, string>> = { ava: 'Ava Lindqvist', ben: 'Ben Okafor' };

/** A portal whose sessions end, and which is slow or away, when a test says so; the gateway stands behind it. */
export class Bank {
  /** What its backend answers when it is asked to vouch. `hanging`: nothing at all. */
  mood: 'well' | 'down' | 'hanging' = 'well';
  /** How often it was asked to vouch. */
  asked = 0;
  /** Every assertion that it has signed. */
  readonly assertions: string[] = [];
  readonly #sessions = new Map<string, string>();
  readonly #server: Server;
  readonly #privateKey: CryptoKey;
  #gateway: GatewayProcess | null = null;

  private constructor(privateKey: CryptoKey) {
    this.#privateKey = privateKey;
    this.#server = createServer((incoming, response) => {
      this.#answer(incoming, response).catch(() => response.destroy());
    });
    this.#server.on('upgrade', (incoming: IncomingMessage, socket: Socket, head: Buffer) =>
      this.#passOnUpgrade(incoming, socket, head),
    );
  }

  /** @param settings further lines of the gateway's configuration file */
  static async open(settings: string): Promise<Bank> {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const bank = new Bank(privateKey);
    await new Promise<void>((resolve) => bank.#server.listen(0, '127.0.0.1', resolve));
    const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'bank-1', alg: 'ES256' }] };
    bank.#gateway = await startGateway({ publicUrl: bank.url, issuer: ISSUER, keys, settings });
    return bank;
  }

  get url(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  get deskUrl(): string {
    return this.#gateway?.deskUrl ?? '';
  }

  /** Every session of the portal is over; the gateway is not told. */
  endSessions(): void {
    this.#sessions.clear();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#gateway?.[Symbol.asyncDispose]();
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', this.url);
    if (pathname.startsWith('/support/')) return this.#passOn(incoming, response);
    if (pathname === '/throughline/assertion') return this.#vouch(incoming, response);
    if (pathname === '/sign-in') {
      return incoming.method === 'POST'
        ? this.#signIn(await bodyOf(incoming), response)
        : sendPage(response, signInPage(searchParams.get('next') ?? '/'));
    }
    const customer = this.#customerOf(incoming);
    if (customer) return sendPage(response, accountPage(customer));
    response.writeHead(303, { location: `/sign-in?next=${encodeURIComponent(pathname)}` }).end();
  }

  #signIn(body: string, response: ServerResponse): void {
    const form = new URLSearchParams(body);
    const session = randomUUID();
    this.#sessions.set(session, form.get('customer') ?? '');
    const cookie = `bank_session=${session}; Path=/; HttpOnly; SameSite=Lax`;
    response.writeHead(303, { location: form.get('next') ?? '/', 'set-cookie': cookie }).end();
  }

  async #vouch(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    this.asked += 1;
    if (this.mood === 'hanging') return;
    const customer = this.#customerOf(incoming);
    if (this.mood === 'down') return sendJson(response, 503, {});
    if (!customer) return sendJson(response, 401, {});
    const { challenge } = JSON.parse(await bodyOf(incoming)) as { challenge: string };
    const assertion = await new SignJWT({ challenge, name: CUSTOMERS[customer] })
      .setProtectedHeader({ alg: 'ES256', kid: 'bank-1', typ: 'throughline-assertion+jwt' })
      .setIssuer(ISSUER)
      .setAudience('throughline')
      .setSubject(customer)
      .setIssuedAt()
      .setExpirationTime('30s')
      .setJti(randomUUID())
      .sign(this.#privateKey);
    this.assertions.push(assertion);
    sendJson(response, 200, { assertion });
  }

  #customerOf({ headers }: IncomingMessage): string | undefined {
    const session = /bank_session=([\w-]+)/.exec(headers.cookie ?? '')?.[1];
    return session === undefined ? undefined : this.#sessions.get(session);
  }

  #passOn(incoming: IncomingMessage, response: ServerResponse): void {
    const { method, url, headers } = incoming;
    const outgoing = request(
      new URL(url ?? '', this.#gateway?.customerUrl),
      { method, headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    outgoing.on('error', () => response.destroy());
    incoming.pipe(outgoing);
  }

  #passOnUpgrade({ url, headers }: IncomingMessage, socket: Socket, head: Buffer): void {
    const outgoing = request(new URL(url ?? '', this.#gateway?.customerUrl), { headers });
    socket.on('error', () => outgoing.destroy());
    outgoing.on('error', () => socket.destroy());
    outgoing.on('response', ({ statusCode }) => socket.end(`HTTP/1.1 ${statusCode} Refused\r\n\r\n`));
    outgoing.on('upgrade', ({ rawHeaders }, upstream: Socket, upstreamHead) => {
      const lines = rawHeaders.map((text, index) => (index % 2 === 0 ? `${text}: ` : `${text}\r\n`));
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('')}\r\n`);
      socket.write(upstreamHead);
      upstream.write(head);
      upstream.on('error', () => socket.destroy());
      socket.on('error', () => upstream.destroy());
      upstream.pipe(socket).pipe(upstream);
    });
    outgoing.end();
  }
}

function accountPage(customer: string): string {
  return page(
    `<h1>Account of ${CUSTOMERS[customer]}</h1>
<script src="/support/widget.js" async data-sign-in-url="/sign-in?next={return}" data-phone="112"></script>`,
  );
}

function signInPage(next: string): string {
  const buttons = Object.entries(CUSTOMERS).map(
    ([id, name]) => `<button name="customer" value="${id}">Sign in as ${name}</button>`,
  );
  const action = next.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return page(
    `<form method="post" action="/sign-in"><input type="hidden" name="next" value="${action}">${buttons.join('')}</form>`,
  );
}

function page(body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Bank</title></head><body>${body}</body></html>`;
}

function sendPage(response: ServerResponse, html: string): void {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  response.end(html);
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of incoming) body += String(chunk);
  return body;
}
