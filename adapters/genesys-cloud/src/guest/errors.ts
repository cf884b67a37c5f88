/** The other side refused something. The message says what, and holds nothing that anyone wrote. */
export class GuestRefusal extends Error {
  override readonly name = 'GuestRefusal';

  constructor(
    /** A code of the guest protocol, or the status of an HTTP answer. */
    readonly code: number,
    message: string,
  ) {
    super(`${message} Genesys Cloud answered ${code}.`);
  }
}

/** The connection cannot go on, and another one may. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

/**
 * The session cannot take anything more: its conversation was disconnected, its time is over, or it belongs to a
 * signed-in guest and this one does not sign in.
 */
export class SessionOver extends Error {
  override readonly name = 'SessionOver';

  constructor(readonly reason: 'read-only' | 'expired' | 'signed-in') {
    super(`The guest session is over: ${reason}.`);
  }
}
