import { once } from 'node:events';
import type { GuestRequest } from '@throughline/guest-api';
import WebSocket, { WebSocketServer } from 'ws';
import type { RelayDoor } from './relay-door.js';

export interface Frame {
  readonly class: string;
  readonly code?: number;
  readonly type?: string;
  readonly tracingId?: string;
  readonly body?: unknown;
}

/** Stands between guests and the door, and has it speak as Genesys may, and the door does not. */
export class FrameEditor {
  readonly #server: WebSocketServer;
  /** Addresses that guests connected to. */
  readonly urls: string[] = [];
  readonly requests: GuestRequest[] = [];
  /** What a guest gets in the place of a frame of the door; null for nothing. */
  edit: (frame: Frame) => readonly Frame[] = (frame) => [frame];
  /** What a guest is answered in the place of the door; null when the door is asked. */
  answer: (request: GuestRequest) => Frame | null = () => null;

  private constructor(server: WebSocketServer, target: string) {
    this.#server = server;
    server.on('connection', (near, { url = '', socket }) => {
      this.urls.push(url);
      const far = new WebSocket(new URL(url, `ws://${target}`));
      const isOpen = once(far, 'open');
      near.on('message', async (data) => {
        const request = JSON.parse(String(data)) as GuestRequest;
        this.requests.push(request);
        const answer = this.answer(request);
        await isOpen;
        if (answer) near.send(JSON.stringify(answer));
        else far.send(String(data));
      });
      far.on('message', (data) => {
        // In one piece: what is told together arrives together, however busy the machine is.
        socket.cork();
        for (const frame of this.edit(JSON.parse(String(data)) as Frame)) near.send(JSON.stringify(frame));
        socket.uncork();
      });
      near.on('close', () => far.terminate());
      far.on('close', () => near.terminate());
      for (const socket of [near, far]) socket.on('error', () => undefined);
    });
  }

  static async before(door: RelayDoor): Promise<FrameEditor> {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    await once(server, 'listening');
    return new FrameEditor(server, door.host);
  }

  get socketUrl(): string {
    const address = this.#server.address();
    return `ws://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/v1`;
  }

  /** Says something to every guest that is connected. */
  tell(frame: Frame): void {
    for (const guest of this.#server.clients) guest.send(JSON.stringify(frame));
  }

  of(action: GuestRequest['action']): readonly GuestRequest[] {
    return this.requests.filter((request) => request.action === action);
  }

  async close(): Promise<void> {
    for (const guest of this.#server.clients) guest.terminate();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
