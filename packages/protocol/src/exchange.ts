/**
 * Frames over HTTP, for browsers whose WebSockets are blocked. A door of its own to this package, so that no page loads it
 * before it is needed.
 */

/** Below the customer door's base path. POST {@link ExchangeRequest}; answers {@link ExchangeAnswer}. */
export const FRAMES_PATH = '/v1/frames';

/** Limits that both ends know. */
export const EXCHANGE = {
  /** Most commands in one exchange. */
  commands: 8,
  /** Most commands in one exchange, unless it is a single one, in UTF-16 code units. */
  length: 32 * 1024,
  /** An exchange without commands is answered after this long at the latest, in milliseconds. */
  maxMs: 20_000,
} as const;

/**
 * One turn over HTTP, which any node can answer: a connection that lasts until its commands are answered, or without
 * commands until there is news.
 */
export interface ExchangeRequest {
  /** What the client speaks, best first: see `SUBPROTOCOLS`. */
  readonly protocols: readonly string[];
  /** A `hello`, and up to `EXCHANGE.commands` commands; each as it would go over a WebSocket. */
  readonly frames: readonly string[];
  /** As the last answer had it; empty at first. */
  readonly seen: string;
}

export interface ExchangeAnswer {
  /** Events, each as it would come over a WebSocket. What follows `hello` is left out where it is as in `seen`. */
  readonly frames: readonly string[];
  readonly seen: string;
  /** The gateway ends the connection: its close code. */
  readonly closed?: number;
}
