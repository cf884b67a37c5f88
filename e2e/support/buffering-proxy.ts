import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** What becomes of a request for a WebSocket: an answer of this status, or none at all. */
export type Upgrades = 200 | 400 | 'never';

/** A proxy that knows nothing of WebSockets, and passes requests and answers on only when it has all of them. */
export class BufferingProxy {
  readonly #server: Server;
  readonly #to: string;

  private constructor(to: string, upgrades: Upgrades) {
    this.#to = to;
    this.#server = createServer((request, response) => void this.#passOn(request, response));
    this.#server.on('upgrade', (_request, socket) => {
      socket.on('error', () => socket.destroy());
      if (upgrades !== 'never') socket.end(`HTTP/1.1 ${upgrades} Whatever\r\ncontent-length: 0\r\n\r\n`);
    });
  }

  static async start(to: string, upgrades: Upgrades): Promise<BufferingProxy> {
    const proxy = new BufferingProxy(to, upgrades);
    await once(proxy.#server.listen(0, '127.0.0.1'), 'listening');
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #passOn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { host: _host, connection: _connection, ...headers } = request.headers;
    const answer = await fetch(new URL(request.url ?? '/', this.#to), {
      method: request.method ?? 'GET',
      headers: headers as Record<string, string>,
      body: await buffer(request),
    });
    const body = Buffer.from(await answer.arrayBuffer());
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' }).end(body);
  }
}
