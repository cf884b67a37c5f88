import { setTimeout as sleep } from 'node:timers/promises';
import { CODE, type GuestRequest, type GuestRequestOf } from '@throughline/guest-api';
import type { DoorState } from '../door-state.js';
import type { GuestSession } from '../guests/model.js';
import { newMessageId } from '../ids.js';
import { announceAttachment, deleteAttachment, getAttachment } from './attachment-requests.js';
import { configure, configureAuthenticated, mediaOf } from './configure.js';
import type { GuestCaller } from './guest-caller.js';
import { GuestError } from './guest-error.js';
import type { GuestRates } from './guest-rates.js';
import { takeMessage } from './message-requests.js';
import { requireDeployment, requireSession } from './session-checks.js';

/** Carries out what guests ask for. */
export class GuestRequests {
  readonly #state: DoorState;
  readonly #rates: GuestRates;

  constructor(state: DoorState, rates: GuestRates) {
    this.#state = state;
    this.#rates = rates;
  }

  /** @throws GuestError, AttachmentError and CoreError for what is refused */
  async carryOut(request: GuestRequest, caller: GuestCaller): Promise<void> {
    const state = this.#state;
    const delay = state.faults.take('delay', ({ path }) => path === '/v1');
    if (delay) await sleep(delay.ms);
    if (this.#isTooMuch(request, caller)) return;
    switch (request.action) {
      case 'configureSession':
        return configure(state, caller, requireDeployment(state, caller, request.deploymentId), request);
      case 'configureAuthenticatedSession':
        return configureAuthenticated(
          state,
          caller,
          requireDeployment(state, caller, request.deploymentId),
          request,
        );
      case 'getConfiguration':
        return this.#configuration(request, caller);
    }
    const session = requireSession(state, caller, request.token);
    switch (request.action) {
      case 'echo':
        return this.#echo(session, request, caller);
      case 'onMessage':
        return takeMessage(state, session, request, caller);
      case 'getJwt':
        return caller.answer('JwtResponse', await state.tokens.history(session.token), request.tracingId);
      case 'onAttachment':
        return announceAttachment(state, session, request, caller);
      case 'getAttachment':
        return getAttachment(state, session, request, caller);
      case 'deleteAttachment':
        return deleteAttachment(state, session, request, caller);
      case 'closeSession':
        return this.#close(session, request, caller);
      case 'disconnectCustomer':
      case 'resumeToken':
        throw new GuestError(CODE.badRequest, 'This action is not supported.');
    }
  }

  /** Whether the request was answered with 429. */
  #isTooMuch({ token, action, tracingId }: GuestRequest, caller: GuestCaller): boolean {
    const forced = this.#state.faults.take('rate-limit');
    const retryAfter = forced?.retryAfterSeconds ?? this.#rates.take(caller.id, token, action);
    if (retryAfter === null) return false;
    const errorMessage =
      action === 'onMessage' ? 'Message rate too high for this session' : 'Request rate too high';
    caller.answer(
      'TooManyRequestsErrorMessage',
      {
        name: 'TooManyRequestsError',
        message: errorMessage,
        errorCode: CODE.requestRateTooHigh,
        errorMessage,
        retryAfter,
      },
      tracingId,
      { code: CODE.tooManyRequests },
    );
    return true;
  }

  #configuration({ deploymentId, tracingId }: GuestRequestOf<'getConfiguration'>, caller: GuestCaller): void {
    const { limits } = this.#state;
    const deployment = requireDeployment(this.#state, caller, deploymentId ?? caller.deployment.id);
    caller.answer(
      'GetConfigurationResponse',
      {
        ...mediaOf(deployment),
        maxCustomDataBytes: limits.customAttributesBytes,
        messageRoutingEnabled: true,
        sessionDurationSeconds: limits.sessionSeconds,
      },
      tracingId,
    );
  }

  #echo(session: GuestSession, { message, tracingId }: GuestRequestOf<'echo'>, caller: GuestCaller): void {
    const { options, limits } = this.#state;
    caller.answer(
      'StructuredMessage',
      {
        id: newMessageId(),
        type: 'Text',
        text: message?.text ?? 'ping',
        direction: 'Inbound',
        channel: { time: options.clock.now().toISOString(), messageId: options.newId() },
        metadata: {
          ...message?.metadata,
          durationSeconds: String(limits.sessionSeconds),
          expirationDate: String(Math.floor(session.expiresAt / 1000)),
        },
      },
      tracingId,
    );
  }

  async #close(
    session: GuestSession,
    { closeAllConnections, tracingId }: GuestRequestOf<'closeSession'>,
    caller: GuestCaller,
  ): Promise<void> {
    const others = session.peers.filter((peer) => peer !== caller);
    caller.leave();
    session.peers = [];
    await this.#state.guests.sessions.forget(session);
    caller.answer('SessionResponse', { connected: false, readOnly: true }, tracingId);
    if (closeAllConnections !== true) return;
    for (const peer of others) {
      peer.send({ type: 'message', class: 'ConnectionClosedEvent', code: CODE.ok, body: {} });
      peer.close();
    }
  }
}
