import { SUBPROTOCOLS } from '@throughline/protocol';

/** The part of the WHATWG WebSocket that the client uses; a browser's WebSocket has it, and so has that of `ws`. */
export interface SocketLike {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(data: string): void;
  close(): void;
}

/** Opens a WebSocket that offers our subprotocols. `url` may also begin with `http:` or `https:`. */
export function openSocket(url: string | URL): SocketLike {
  return new WebSocket(String(url).replace(/^http/, 'ws'), [...SUBPROTOCOLS]);
}
