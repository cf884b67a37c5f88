import type { DoorState } from '../door-state.js';
import type { GuestSession } from '../guests/model.js';
import type { PlatformTokens } from '../platform/oauth.js';
import { notFound } from '../platform/platform-error.js';
import { closeSignedIn } from '../socket/configure.js';
import type { Fault } from './fault-body.js';

/** Arms a fault that waits for what it strikes, or carries it out at once. @throws PlatformError 404 */
export async function inject(state: DoorState, tokens: PlatformTokens, fault: Fault): Promise<void> {
  const { faults, guests } = state;
  switch (fault.kind) {
    case 'http': {
      const { kind, status, path, emptyBody, retryAfterSeconds } = fault;
      const wait = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
      return faults.arm({ kind, status, path, emptyBody, ...wait }, fault.times);
    }
    case 'delay':
      return faults.arm({ kind: 'delay', ms: fault.ms, path: fault.path }, fault.times);
    case 'rate-limit':
      return faults.arm({ kind: 'rate-limit', retryAfterSeconds: fault.retryAfterSeconds }, fault.times);
    case 'malformed-frame':
      return faults.arm({ kind: 'malformed-frame' }, fault.times);
    case 'messenger':
      return faults.arm({ kind: 'messenger', how: fault.how }, fault.times);
    case 'expire-jwt':
      return state.tokens.expireGuestJwts();
    case 'expire-token':
      return tokens.expireAll();
    case 'expire-session':
      for (const session of struck(state, fault.token)) await guests.sessions.expire(session);
      return;
    case 'read-only':
      for (const session of struck(state, fault.token)) {
        if (session.conversation) await guests.messages.disconnect(session.conversation, null);
        session.readOnly = true;
      }
      return;
    case 'drop-socket':
      for (const session of struck(state, fault.token)) for (const peer of session.peers) peer.drop();
      return;
    case 'signed-in':
      for (const session of struck(state, fault.token)) closeSignedIn(session);
  }
}

/** The session of this token, or all of them. */
function struck(state: DoorState, wanted: string | undefined): readonly GuestSession[] {
  return wanted === undefined ? state.guests.sessions.all() : [requireStruck(state, wanted)];
}

/** @throws PlatformError 404 */
export function requireStruck({ guests }: DoorState, wanted: string): GuestSession {
  const session = guests.sessions.get(wanted);
  if (!session) throw notFound('session');
  return session;
}
