import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** The line to a server on loopback, which can be cut. */
export class Line {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #isCut = false;

  private constructor(server: Server, port: number) {
    this.#server = server;
    server.on('connection', (near) => {
      this.#keep(near);
      if (this.#isCut) return near.destroy();
      const far = connect(port, '127.0.0.1');
      this.#keep(far);
      near.pipe(far).pipe(near);
      near.on('close', () => far.destroy());
      far.on('close', () => near.destroy());
    });
  }

  static async to(url: string): Promise<Line> {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return new Line(server, Number(new URL(url).port));
  }

  /** `http://127.0.0.1:port`. */
  get url(): string {
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  }

  /** Breaks every connection; new ones break at once. */
  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#isCut = false;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.#sockets.delete(socket));
  }
}
