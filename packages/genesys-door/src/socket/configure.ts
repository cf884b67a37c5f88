import { CODE, type GuestRequestOf, type SessionResponse } from '@throughline/guest-api';
import type { DoorState } from '../door-state.js';
import type { GuestPeer, GuestSession } from '../guests/model.js';
import type { Deployment } from '../options.js';
import { GuestError } from './guest-error.js';

/** A connection that can take part in a session. */
export interface ConfiguringPeer extends GuestPeer {
  join(session: GuestSession): void;
  answer(name: 'SessionResponse', body: SessionResponse, tracingId: string | undefined): void;
}

/** Resumes the session of this token, or starts one. */
export async function configure(
  state: DoorState,
  connection: ConfiguringPeer,
  deployment: Deployment,
  request: GuestRequestOf<'configureSession'>,
): Promise<void> {
  const { guests } = state;
  const known = knownSession(state, deployment, request.token);
  if (known?.identity) {
    throw new GuestError(
      CODE.cannotDowngrade,
      'Cannot downgrade an authenticated session to an unauthenticated one.',
    );
  }
  if (known && request.startNew === true) await guests.forget(known);
  const resumed = known && request.startNew !== true ? known : null;
  const session = resumed ?? guests.start(deployment, request.token, null);
  connection.join(session);
  connection.answer('SessionResponse', describeSession(state, session, resumed === null), request.tracingId);
}

/** The same for a signed-in guest; an anonymous session of this token becomes theirs (step-up). */
export async function configureAuthenticated(
  state: DoorState,
  connection: ConfiguringPeer,
  deployment: Deployment,
  request: GuestRequestOf<'configureAuthenticatedSession'>,
): Promise<void> {
  const { guests, tokens } = state;
  const { enabled, allowSessionUpgrade } = deployment.authentication;
  if (!enabled) throw new GuestError(CODE.forbidden, 'Authentication is not enabled for this deployment.');
  const signIn = await tokens.verifyGuest(request.data.code);
  if (!signIn || signIn.deploymentId !== deployment.id) {
    throw new GuestError(CODE.unauthorized, 'The JWT is missing, expired or was revoked.');
  }
  const { identity } = signIn;
  const known = knownSession(state, deployment, request.token);
  if (known?.identity && known.identity.sub !== identity.sub) {
    throw new GuestError(
      CODE.forbidden,
      'Session authentication failed: the session belongs to another user.',
    );
  }
  if (known && request.startNew === true) await guests.forget(known);
  const resumed = known && request.startNew !== true ? known : null;
  const isStepUp = resumed !== null && resumed.identity === null;
  if (isStepUp && !allowSessionUpgrade) {
    throw new GuestError(CODE.forbidden, 'Session authentication failed: step-up is not enabled.');
  }
  const session = resumed ?? guests.start(deployment, request.token, identity);
  const cleared = isStepUp && (await closeOthers(state, session, identity.sub));
  connection.join(session);
  if (isStepUp) guests.stepUp(session, identity);
  connection.answer(
    'SessionResponse',
    { ...describeSession(state, session, resumed === null), clearedExistingSession: cleared },
    request.tracingId,
  );
}

/** What guests may upload, in the shape of session and configuration answers. */
export function mediaOf({ fileTypes, maxFileSizeKB, blockedExtensions }: Deployment) {
  return {
    allowedMedia:
      fileTypes.length === 0
        ? {}
        : { inbound: { fileTypes: fileTypes.map((type) => ({ type })), maxFileSizeKB } },
    blockedExtensions: [...blockedExtensions],
  };
}

function knownSession(state: DoorState, deployment: Deployment, token: string): GuestSession | null {
  const known = state.guests.session(token);
  if (known && known.deployment.id !== deployment.id) {
    throw new GuestError(CODE.notFound, 'The session belongs to another deployment.');
  }
  return known;
}

/** After a step-up the user has one session: others are told and end. */
async function closeOthers(state: DoorState, session: GuestSession, sub: string): Promise<boolean> {
  const others = state.guests
    .sessions()
    .filter(
      (other) =>
        other !== session && other.identity?.sub === sub && other.deployment.id === session.deployment.id,
    );
  for (const other of others) {
    closeSignedIn(other);
    await state.guests.forget(other);
  }
  return others.length > 0;
}

/** Tells every connection of a session that its user signed in elsewhere, and closes them. */
export function closeSignedIn(session: GuestSession): void {
  for (const peer of session.peers) {
    // Both spellings: clients of different ages read one or the other.
    const body = { reason: 'signedIn', reasonCode: 'signedIn' };
    peer.send({ type: 'message', class: 'ConnectionClosedEvent', code: CODE.ok, body });
    peer.close();
  }
  session.peers = [];
}

function describeSession({ limits }: DoorState, session: GuestSession, newSession: boolean): SessionResponse {
  return {
    connected: true,
    newSession,
    readOnly: session.readOnly,
    clearedExistingSession: false,
    autoStarted: false,
    ...mediaOf(session.deployment),
    maxCustomDataBytes: limits.customAttributesBytes,
    durationSeconds: limits.sessionSeconds,
    expirationDate: Math.floor(session.expiresAt / 1000),
  };
}
