import { CODE } from '@throughline/guest-api';
import { ConnectionLost, SessionOver } from './errors.js';
import type { GuestSocket } from './guest-socket.js';

/** Genesys's own clients ask with this id, and know the answer by it. */
const ECHO = 'SGVhbHRoQ2hlY2tNZXNzYWdlSWQ=';

const GONE: ReadonlySet<number> = new Set([CODE.sessionExpired, CODE.sessionNotFound]);

/**
 * Asks now and then whether the session is still there: it keeps a connection on which nobody speaks, and an end that
 * nobody told of is known before the customer writes.
 * @param fail learns by what the connection is over
 */
export function watchHealth(
  socket: GuestSocket,
  token: string,
  everyMs: number,
  fail: (error: unknown) => void,
): void {
  const ask = async () => {
    const message = { type: 'Text', text: 'ping' } as const;
    const answer = await socket.request({ action: 'echo', token, tracingId: ECHO, message });
    if (answer.kind === 'unknown') fail(new ConnectionLost('Nobody answers.'));
    if (answer.kind === 'refused' && GONE.has(answer.code)) fail(new SessionOver('expired'));
  };
  const again = setInterval(() => void ask(), everyMs);
  socket.gone.addEventListener('abort', () => clearInterval(again), { once: true });
}
