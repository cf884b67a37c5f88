import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';

/**
 * `refuse`: answered with 503, or cut when it is a WebSocket. `hang`: never answered. `captive`: answered with the page of
 * a network that wants a sign-in of its own first, and cut when it is a WebSocket. `mute`: a WebSocket opens, and nothing
 * goes over it.
 */
export type Trouble = 'refuse' | 'hang' | 'captive' | 'mute';

export interface PortalFrontOptions {
  /** 0 chooses one. */
  readonly port: number;
  /** Where a node's customer door is; `/support` is passed on to it. */
  readonly gateway: string;
  /** Vouches for the customer who is signed in. */
  readonly sign: (challenge: string) => Promise<string>;
  /** What becomes of a request to the gateway; all are passed on when absent. */
  readonly trouble?: (path: string) => Trouble | undefined;
  /** Answers every other path. */
  readonly pages: (request: IncomingMessage, response: ServerResponse) => void;
}

const CAPTIVE_PAGE = '<!doctype html><title>Wi-Fi</title><h1>Sign in to this network</h1>';

/** A portal whose pages a test writes, with the gateway below `/support` of the same origin. */
export class PortalFront {
  readonly #options: PortalFrontOptions;
  readonly #server: Server;
  readonly #tunnels = new Set<Duplex>();

  private constructor(options: PortalFrontOptions) {
    this.#options = options;
    this.#server = createServer((incoming, response) => void this.#answer(incoming, response));
    this.#server.on('upgrade', (incoming, socket, head) => this.#tunnel(incoming, socket, head));
  }

  static async start(options: PortalFrontOptions): Promise<PortalFront> {
    const front = new PortalFront(options);
    await once(front.#server.listen(options.port, '127.0.0.1'), 'listening');
    return front;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    for (const socket of this.#tunnels) socket.destroy();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = incoming.url ?? '/';
    if (path.startsWith('/support')) {
      const trouble = this.#options.trouble?.(path);
      if (trouble === 'refuse') response.writeHead(503).end();
      if (trouble === 'captive') response.setHeader('content-type', 'text/html').end(CAPTIVE_PAGE);
      if (!trouble) this.#passOn(incoming, response);
      return;
    }
    if (path === '/throughline/assertion') {
      let body = '';
      for await (const chunk of incoming) body += String(chunk);
      const { challenge } = JSON.parse(body) as { challenge: string };
      const assertion = await this.#options.sign(challenge);
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ assertion }));
      return;
    }
    this.#options.pages(incoming, response);
  }

  #passOn(incoming: IncomingMessage, response: ServerResponse): void {
    const { method, url: path, headers } = incoming;
    const { hostname, port } = new URL(this.#options.gateway);
    const upstream = request({ hostname, port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    upstream.on('error', () => response.destroy());
    incoming.pipe(upstream);
  }

  #tunnel({ method, url, rawHeaders }: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#tunnels.add(socket);
    socket.on('close', () => this.#tunnels.delete(socket));
    const trouble = this.#options.trouble?.(url ?? '');
    if (trouble === 'refuse' || trouble === 'captive') socket.destroy();
    if (trouble && trouble !== 'mute') return;
    const { hostname, port } = new URL(this.#options.gateway);
    const upstream = connect(Number(port), hostname, () => {
      const lines = rawHeaders.flatMap((name, index) =>
        index % 2 === 0 ? [`${name}: ${rawHeaders[index + 1] ?? ''}`] : [],
      );
      upstream.write(`${[`${method} ${url} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`);
      upstream.write(head);
      if (trouble === 'mute') upstream.once('data', (opened: Buffer) => socket.write(opened));
      else socket.pipe(upstream).pipe(socket);
    });
    socket.on('error', () => upstream.destroy());
    upstream.on('error', () => socket.destroy());
  }
}
