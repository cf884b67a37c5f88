import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** A poor mobile network. */
const BYTES_PER_SECOND = 50_000;
const ROUND_TRIP_MS = 400;
const STALLED = 0.05;
const STALL_MS = 1_000;
/** About what fits into a packet. */
const CHUNK = 1_400;

/** Passes TCP on as a poor network does: 50 kB/s each way, 400 ms there and back, some packets a second late. */
export class SlowNetwork {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(to: number) {
    this.#server = createServer((near) => {
      const far = connect(to, '127.0.0.1');
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket.on('error', () => socket.destroy());
        socket.on('close', () => this.#sockets.delete(socket));
      }
      void carry(near, far);
      void carry(far, near);
    });
  }

  static async start(to: number, port: number): Promise<SlowNetwork> {
    const network = new SlowNetwork(to);
    await once(network.#server.listen(port, '127.0.0.1'), 'listening');
    return network;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

async function carry(from: Socket, to: Socket): Promise<void> {
  /** When the line is free again, in ms. */
  let freeAt = 0;
  try {
    for await (const data of from as AsyncIterable<Buffer>) {
      for (let start = 0; start < data.length; start += CHUNK) {
        const chunk = data.subarray(start, start + CHUNK);
        const now = performance.now();
        freeAt = Math.max(now, freeAt) + (chunk.length / BYTES_PER_SECOND) * 1_000;
        const late = Math.random() < STALLED ? STALL_MS : 0;
        freeAt += late;
        const arrives = freeAt + ROUND_TRIP_MS / 2;
        void pause(arrives - now).then(() => to.writable && to.write(chunk));
      }
    }
    await pause(Math.max(0, freeAt - performance.now()) + ROUND_TRIP_MS / 2);
    to.end();
  } catch {
    to.destroy();
  }
}
