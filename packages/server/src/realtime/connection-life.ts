/**
 * The gateway's end of a connection, customer's or desk's.
 *
 * - `connected`: the socket is open and nothing has been said.
 * - `greeting`: `hello` is being carried out.
 * - `serving`: `welcome` is sent; commands are carried out, events are sent.
 * - `leaving`: a close frame is sent; what still comes is not carried out, and comes again over the next connection.
 * - `closed`: the socket is gone.
 */
export type ConnectionState = 'connected' | 'greeting' | 'serving' | 'leaving' | 'closed';

export type ConnectionEvent =
  /** Frames of the peer: a good `hello`, any other good one, and what does not fit the protocol. */
  | 'hello'
  | 'command'
  | 'bad-frame'
  /** `welcome` goes out. */
  | 'welcomed'
  | 'hello-failed'
  /** `hello` did not come in time. */
  | 'hello-overdue'
  /** A part of the gateway ends it: too many bad frames, a session that is over, a node that shuts down. */
  | 'dismissed'
  /** More waits for the peer than may be kept for it. */
  | 'too-slow'
  /** The last ping was not answered. */
  | 'silent'
  /** The time for taking the close frame is over. */
  | 'patience-over'
  | 'gone';

/**
 * What to do about it. `carry-out`: hand the frame to its handler. `ask-for-hello` and `refuse`: answer with an error.
 * `close`: send a close frame. `cut`: drop the socket.
 */
export type ConnectionAct = 'carry-out' | 'ask-for-hello' | 'refuse' | 'close' | 'cut' | 'nothing';

interface Cell {
  readonly to: ConnectionState;
  readonly act: ConnectionAct;
}

export type ConnectionLife = {
  readonly [S in ConnectionState]: { readonly [E in ConnectionEvent]: Cell };
};

const go = (to: ConnectionState, act: ConnectionAct = 'nothing'): Cell => ({ to, act });

/** State × event, the table of the protocol's SPEC.md. A state or an event without its cells does not compile. */
export const CONNECTION_LIFE: ConnectionLife = {
  connected: {
    hello: go('greeting', 'carry-out'),
    command: go('connected', 'ask-for-hello'),
    'bad-frame': go('connected', 'refuse'),
    welcomed: go('connected'),
    'hello-failed': go('connected'),
    'hello-overdue': go('leaving', 'close'),
    dismissed: go('leaving', 'close'),
    'too-slow': go('leaving', 'close'),
    silent: go('closed', 'cut'),
    'patience-over': go('connected'),
    gone: go('closed'),
  },
  greeting: {
    hello: go('greeting', 'refuse'),
    command: go('greeting', 'carry-out'),
    'bad-frame': go('greeting', 'refuse'),
    welcomed: go('serving'),
    'hello-failed': go('leaving', 'close'),
    'hello-overdue': go('greeting'),
    dismissed: go('leaving', 'close'),
    'too-slow': go('leaving', 'close'),
    silent: go('closed', 'cut'),
    'patience-over': go('greeting'),
    gone: go('closed'),
  },
  serving: {
    hello: go('serving', 'refuse'),
    command: go('serving', 'carry-out'),
    'bad-frame': go('serving', 'refuse'),
    welcomed: go('serving'),
    'hello-failed': go('leaving', 'close'),
    'hello-overdue': go('serving'),
    dismissed: go('leaving', 'close'),
    'too-slow': go('leaving', 'close'),
    silent: go('closed', 'cut'),
    'patience-over': go('serving'),
    gone: go('closed'),
  },
  leaving: {
    hello: go('leaving'),
    command: go('leaving'),
    'bad-frame': go('leaving'),
    welcomed: go('leaving'),
    'hello-failed': go('leaving'),
    'hello-overdue': go('leaving'),
    dismissed: go('leaving'),
    'too-slow': go('leaving'),
    silent: go('closed', 'cut'),
    'patience-over': go('closed', 'cut'),
    gone: go('closed'),
  },
  closed: {
    hello: go('closed'),
    command: go('closed'),
    'bad-frame': go('closed'),
    welcomed: go('closed'),
    'hello-failed': go('closed'),
    'hello-overdue': go('closed'),
    dismissed: go('closed'),
    'too-slow': go('closed'),
    silent: go('closed'),
    'patience-over': go('closed'),
    gone: go('closed'),
  },
};
