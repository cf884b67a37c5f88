import { CODE, type GuestRequestOf, type SessionResponse } from '@throughline/guest-api';
import type { DoorState } from '../door-state.js';
import type { GuestIdentity, GuestSession } from '../guests/model.js';
import type { Deployment } from '../options.js';
import type { GuestCaller } from './guest-caller.js';
import { GuestError } from './guest-error.js';

/** Resumes the session of this token, or starts one. @throws GuestError 4017 */
export async function configure(
  state: DoorState,
  caller: GuestCaller,
  deployment: Deployment,
  request: GuestRequestOf<'configureSession'>,
): Promise<void> {
  const { sessions } = state.guests;
  const known = knownSession(state, deployment, request.token);
  if (known?.identity) {
    throw new GuestError(
      CODE.cannotDowngrade,
      'Cannot downgrade an authenticated session to an unauthenticated one.',
    );
  }
  const resumed = await resume(state, known, request.startNew);
  const session = resumed ?? sessions.start(deployment, request.token, null);
  caller.join(session);
  caller.answer('SessionResponse', describeSession(state, session, resumed === null), request.tracingId);
}

/**
 * The same for a signed-in guest; an anonymous session of this token becomes theirs (step-up).
 * @throws GuestError 401, 403
 */
export async function configureAuthenticated(
  state: DoorState,
  caller: GuestCaller,
  deployment: Deployment,
  request: GuestRequestOf<'configureAuthenticatedSession'>,
): Promise<void> {
  const { guests, tokens } = state;
  const { sessions } = guests;
  const { enabled, allowSessionUpgrade } = deployment.authentication;
  if (!enabled) throw new GuestError(CODE.forbidden, 'Authentication is not enabled for this deployment.');
  const signIn = await tokens.verifyGuest(request.data?.code ?? '');
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
  const resumed = await resume(state, known, request.startNew);
  const isStepUp = resumed !== null && resumed.identity === null;
  if (isStepUp && !allowSessionUpgrade) {
    throw new GuestError(CODE.forbidden, 'Session authentication failed: step-up is not enabled.');
  }
  const session = resumed ?? sessions.start(deployment, request.token, identity);
  const cleared = isStepUp && (await closeOthers(state, session, identity.sub));
  caller.join(session);
  session.signedOut = false;
  if (isStepUp) stepUp(state, session, identity);
  caller.answer(
    'SessionResponse',
    { ...describeSession(state, session, resumed === null), clearedExistingSession: cleared },
    request.tracingId,
  );
}

/** What guests may upload, in the shape of session and configuration answers. */
export function mediaOf({ fileTypes, maxFileSizeKB, blockedExtensions }: Deployment) {
  return {
    // No types: uploads are off.
    allowedMedia: { inbound: { fileTypes: fileTypes.map((type) => ({ type })), maxFileSizeKB } },
    blockedExtensions: [...blockedExtensions],
  };
}

function knownSession(state: DoorState, deployment: Deployment, token: string): GuestSession | null {
  const known = state.guests.sessions.get(token);
  if (known && known.deployment.id !== deployment.id) {
    throw new GuestError(CODE.notFound, 'The session belongs to another deployment.');
  }
  return known;
}

/** The known session, unless the guest wants a new one in its place. */
async function resume(
  { guests }: DoorState,
  known: GuestSession | null,
  startNew: boolean | undefined,
): Promise<GuestSession | null> {
  if (!known || startNew !== true) return known;
  await guests.sessions.forget(known);
  return null;
}

/** The session belongs to a signed-in guest from now on. */
function stepUp({ guests }: DoorState, session: GuestSession, identity: GuestIdentity): void {
  session.identity = identity;
  guests.messages.event(session, 'Inbound', [{ eventType: 'Presence', presence: { type: 'SignIn' } }], {
    kept: true,
  });
  if (session.conversation) guests.conversations.announce(session.conversation);
}

/** After a step-up the user has one session: others are told and end. */
async function closeOthers(state: DoorState, session: GuestSession, sub: string): Promise<boolean> {
  const { sessions } = state.guests;
  const others = sessions.ofUser(session.deployment.id, sub).filter((other) => other !== session);
  for (const other of others) {
    closeSignedIn(other);
    await sessions.forget(other);
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
