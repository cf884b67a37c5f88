import type { IncomingMessage } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { chooseSubprotocol, LIMITS } from '@throughline/protocol';
import { type WebSocket, WebSocketServer } from 'ws';
import { toWireError, type WireError } from '../errors.js';
import { errorHeaders, toErrorBody } from './http-errors.js';

/**
 * Turns upgrade requests into WebSockets. `admit` decides before the 101 answer; what it throws becomes an HTTP
 * answer with the same body as any other refusal.
 */
export class SocketUpgrade<Admitted> {
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: LIMITS.frameBytes,
    // Off: compressing secrets and attacker-chosen text together leaks the former, and inflating costs memory.
    perMessageDeflate: false,
    handleProtocols: (offered) => chooseSubprotocol(offered) ?? false,
  });
  readonly #admit: (request: IncomingMessage) => Promise<Admitted>;
  readonly #onSocket: (socket: WebSocket, admitted: Admitted) => void;

  constructor(
    admit: (request: IncomingMessage) => Promise<Admitted>,
    onSocket: (socket: WebSocket, admitted: Admitted) => void,
  ) {
    this.#admit = admit;
    this.#onSocket = onSocket;
  }

  handle(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // A peer that vanishes during the upgrade must not take the process with it.
    socket.on('error', () => socket.destroy());
    this.#admit(request).then(
      (admitted) =>
        this.#server.handleUpgrade(request, socket, head, (webSocket) => this.#onSocket(webSocket, admitted)),
      (error) => refuse(socket, toWireError(error)),
    );
  }
}

function refuse(socket: Duplex, error: WireError): void {
  const { httpStatus } = error.meaning;
  const body = JSON.stringify(toErrorBody(error));
  socket.end(
    [
      `HTTP/1.1 ${httpStatus} ${STATUS_CODES[httpStatus] ?? ''}`,
      'Connection: close',
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      ...Object.entries(errorHeaders(error)).map(([name, value]) => `${name}: ${value}`),
      '',
      body,
    ].join('\r\n'),
  );
}
