import type { SocketLike } from '@throughline/chat-client';
import { EitherSocket, HttpSocket, type Way } from '@throughline/chat-client/later';
import { FRAMES_PATH } from '@throughline/protocol/exchange';

/** How long a WebSocket goes ahead of HTTP where nothing speaks against it, in milliseconds. */
const HEAD_START_MS = 1_200;

/** What the last answer came through. */
let lastWay: Way = 'socket';

/** No WebSocket has come so far: from now on HTTP is tried at once, beside it. */
export function doubtSocket(): void {
  lastWay = 'http';
}

/** The WebSocket that was tried last. */
let lastSocket: SocketLike | undefined;

/** A WebSocket is open, whether anything has come over it or not. */
export function isSocketOpen(): boolean {
  return lastSocket instanceof WebSocket && lastSocket.readyState === WebSocket.OPEN;
}

/** Reaches the gateway over a WebSocket, or over HTTP where that is blocked. */
export function reach(url: URL, openSocket: (url: URL) => SocketLike): SocketLike {
  return new EitherSocket({
    openSocket: () => {
      lastSocket = openSocket(url);
      return lastSocket;
    },
    openHttp: () => new HttpSocket(new URL(url.pathname.replace(/\/v1\/socket$/, FRAMES_PATH), url)),
    headStartMs: lastWay === 'socket' ? HEAD_START_MS : 0,
    onAnswer: (way) => {
      lastWay = way;
    },
    setTimer: (callback, ms) => {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
  });
}
