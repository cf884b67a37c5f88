import { connect, createServer, type Server, type Socket } from 'node:net';

/** The line to a server on loopback, which can be cut or fall silent. */
export class Cable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly host: string;
  #state: 'whole' | 'cut' | 'silent' = 'whole';
  /** Connections that were tried, whatever became of them. */
  tried = 0;

  private constructor(server: Server, target: string) {
    this.#server = server;
    const address = server.address();
    this.host = `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
    const [hostname, port] = target.split(':');
    server.on('connection', (near) => {
      this.tried += 1;
      this.#keep(near);
      if (this.#state === 'cut') near.destroy();
      if (this.#state !== 'whole') return;
      const far = connect(Number(port), hostname);
      this.#keep(far);
      near.pipe(far).pipe(near);
      near.on('close', () => far.destroy());
      far.on('close', () => near.destroy());
    });
  }

  /** @param target `host:port` */
  static async to(target: string): Promise<Cable> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Cable(server, target);
  }

  /** Connections break, and new ones are refused, or nothing answers them. */
  break(how: 'cut' | 'silent'): void {
    this.#state = how;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#state = 'whole';
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.break('cut');
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.#sockets.delete(socket));
  }
}
