import { CODE } from '@throughline/guest-api';
import { type DoorState, deploymentOf } from '../door-state.js';
import type { GuestSession } from '../guests/model.js';
import type { Deployment } from '../options.js';
import type { GuestCaller } from './guest-caller.js';
import { GuestError } from './guest-error.js';

/** The deployment that a frame names, which must be the one of its connection. @throws GuestError 404, 400 */
export function requireDeployment(state: DoorState, caller: GuestCaller, id: string): Deployment {
  const deployment = deploymentOf(state, id);
  if (!deployment) throw new GuestError(CODE.notFound, 'Deployment not found.');
  if (deployment.id !== caller.deployment.id) {
    throw new GuestError(CODE.badRequest, 'The deployment is not the one of this connection.');
  }
  return deployment;
}

/** The session of this connection, if the frame carries its token. @throws GuestError 4006, 4007 */
export function requireSession(
  { guests: { sessions } }: DoorState,
  caller: GuestCaller,
  token: string,
): GuestSession {
  if (caller.session && caller.session.token !== token) {
    throw new GuestError(CODE.sessionNotFound, 'session not found');
  }
  const session = sessions.get(token);
  if (!session && sessions.hasExpired(token)) throw new GuestError(CODE.sessionExpired, 'session expired');
  if (!session || caller.session !== session) {
    throw new GuestError(CODE.sessionNotFound, 'session not found or expired');
  }
  return session;
}

/** The guest may write: the session is not read-only, and signed in where it has to be. @throws GuestError 409, 403 */
export function requireWritable({ readOnly, deployment, identity, signedOut }: GuestSession): void {
  if (readOnly) throw new GuestError(CODE.readOnly, 'The session is read-only.');
  if (signedOut) throw new GuestError(CODE.forbidden, 'Try to authenticate again: the user signed out.');
  const { enabled, allowSessionUpgrade } = deployment.authentication;
  if (enabled && !allowSessionUpgrade && !identity) {
    throw new GuestError(
      CODE.forbidden,
      'Session authentication failed: this deployment needs a signed-in guest.',
    );
  }
}
