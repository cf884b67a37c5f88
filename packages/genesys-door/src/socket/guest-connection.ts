import { setTimeout as sleep } from 'node:timers/promises';
import { CoreError } from '@throughline/core';
import {
  type BodyOf,
  byteLength,
  CODE,
  customAttributesOf,
  GuestFrameError,
  type GuestMessage,
  type GuestRequest,
  type GuestRequestOf,
  type GuestResponse,
  type MessageContent,
  type ResponseClass,
  readRequest,
  writeResponse,
} from '@throughline/guest-api';
import type { WebSocket } from 'ws';
import { type DoorState, deploymentOf } from '../door-state.js';
import { AttachmentError } from '../guests/attachments.js';
import { broadcast } from '../guests/guest-book.js';
import type { GuestSession } from '../guests/model.js';
import type { Deployment } from '../options.js';
import { type ConfiguringPeer, configure, configureAuthenticated, mediaOf } from './configure.js';
import { GuestError } from './guest-error.js';
import type { GuestRates } from './guest-rates.js';

/** Unsent bytes after which a peer that does not read is let go. */
const MAX_BUFFERED_BYTES = 4 * 1024 * 1024;
/** Frames that may wait to be carried out before reading stops. */
const MAX_WAITING = 64;

/** One WebSocket of a guest. Frames are carried out one after the other, so that answers come in their order. */
export class GuestConnection implements ConfiguringPeer {
  readonly #state: DoorState;
  readonly #rates: GuestRates;
  readonly #socket: WebSocket;
  readonly #id: string;
  readonly #baseUrl: string;
  readonly #deployment: Deployment;
  #session: GuestSession | null = null;
  #lane: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(
    state: DoorState,
    rates: GuestRates,
    socket: WebSocket,
    deployment: Deployment,
    host: string | undefined,
  ) {
    this.#state = state;
    this.#rates = rates;
    this.#socket = socket;
    this.#deployment = deployment;
    this.#id = state.options.newId();
    this.#baseUrl = state.baseUrl(host);
    socket.on('message', (data, isBinary) => {
      this.#waiting += 1;
      if (this.#waiting >= MAX_WAITING) socket.pause();
      this.#lane = this.#lane.then(() => this.#receive(isBinary ? '' : data.toString()));
    });
    socket.on('error', () => undefined);
    socket.on('close', () => this.#leave());
  }

  send(frame: GuestResponse): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    const text = this.#state.faults.take('malformed-frame') ? '{"type":"message","cl' : writeResponse(frame);
    this.#socket.send(text);
    if (this.#socket.bufferedAmount > MAX_BUFFERED_BYTES) this.#socket.terminate();
  }

  close(code = 1000, reason = ''): void {
    this.#socket.close(code, reason);
  }

  drop(): void {
    this.#socket.terminate();
  }

  answer<C extends ResponseClass>(
    name: C,
    body: BodyOf<C>,
    tracingId: string | undefined,
    code: number = CODE.ok,
  ): void {
    const trace = tracingId === undefined ? {} : { tracingId };
    this.send({ type: 'response', class: name, code, body, ...trace } as GuestResponse);
  }

  /** From now on the session's messages come here; more than allowed push out the oldest. */
  join(session: GuestSession): void {
    if (this.#session === session) return;
    this.#leave();
    this.#session = session;
    session.peers.push(this);
    while (session.peers.length > this.#state.limits.connectionsPerSession) {
      const oldest = session.peers.shift();
      oldest?.send({ type: 'message', class: 'ConnectionClosedEvent', code: CODE.ok, body: {} });
      oldest?.close();
    }
  }

  async #receive(frame: string): Promise<void> {
    let tracingId: string | undefined;
    try {
      const request = readRequest(frame);
      tracingId = request.tracingId;
      const delay = this.#state.faults.take('delay', ({ path }) => path === '/v1');
      if (delay) await sleep(delay.ms);
      await this.#carryOut(request);
    } catch (error) {
      this.#refuse(error, tracingId);
    }
    this.#waiting -= 1;
    if (this.#waiting < MAX_WAITING) this.#socket.resume();
  }

  #refuse(error: unknown, tracingId: string | undefined): void {
    if (error instanceof GuestFrameError) {
      this.answer('string', error.message, tracingId ?? error.tracingId ?? undefined, error.code);
    } else if (error instanceof GuestError) {
      this.answer('string', error.message, tracingId, error.code);
    } else if (error instanceof AttachmentError) {
      this.answer('string', error.message, tracingId, error.code);
    } else if (error instanceof CoreError) {
      const code = error.code === 'conversation_ended' ? CODE.readOnly : CODE.unexpected;
      this.answer('string', error.message, tracingId, code);
    } else {
      this.#state.options.onFailure(error, 'guest request');
      this.answer('string', 'Unexpected error.', tracingId, CODE.unexpected);
    }
  }

  async #carryOut(request: GuestRequest): Promise<void> {
    if (this.#isTooMuch(request)) return;
    const { guests, tokens } = this.#state;
    const { tracingId } = request;
    switch (request.action) {
      case 'configureSession':
        return configure(this.#state, this, this.#deploymentFor(request.deploymentId), request);
      case 'configureAuthenticatedSession':
        return configureAuthenticated(this.#state, this, this.#deploymentFor(request.deploymentId), request);
      case 'getConfiguration':
        return this.answer(
          'GetConfigurationResponse',
          {
            ...mediaOf(this.#deploymentFor(request.deploymentId ?? this.#deployment.id)),
            maxCustomDataBytes: this.#state.limits.customAttributesBytes,
            messageRoutingEnabled: true,
            sessionDurationSeconds: this.#state.limits.sessionSeconds,
          },
          tracingId,
        );
    }
    const session = this.#configured(request.token);
    switch (request.action) {
      case 'echo':
        return this.#echo(session, request);
      case 'onMessage':
        return this.#message(session, request);
      case 'getJwt':
        return this.answer('JwtResponse', await tokens.history(session.token), tracingId);
      case 'onAttachment':
        return this.#announceAttachment(session, request);
      case 'getAttachment': {
        const { id, fileName, fileType, content } = this.#state.attachments.of(session, request.attachmentId);
        const url = this.#state.attachments.link(id, this.#baseUrl);
        const body = { attachmentId: id, url, headers: {}, fileName, fileType, fileSize: content.length };
        return this.answer('PresignedUrlResponse', body, tracingId);
      }
      case 'deleteAttachment': {
        const { attachmentId } = request;
        this.#state.attachments.delete(session, attachmentId);
        const trace = tracingId === undefined ? {} : { tracingId };
        return this.send({
          type: 'message',
          class: 'AttachmentDeletedResponse',
          code: CODE.ok,
          body: { attachmentId },
          ...trace,
        });
      }
      case 'closeSession': {
        const others = session.peers.filter((peer) => peer !== this);
        if (request.closeAllConnections === true) {
          for (const peer of others) {
            peer.send({ type: 'message', class: 'ConnectionClosedEvent', code: CODE.ok, body: {} });
            peer.close();
          }
        }
        await guests.forget(session);
        session.peers = [];
        this.#session = null;
        return this.answer('SessionResponse', { connected: false, readOnly: true }, tracingId);
      }
      case 'disconnectCustomer':
      case 'resumeToken':
        throw new GuestError(CODE.badRequest, 'This action is not supported.');
    }
  }

  /** Whether the request was answered with 429. */
  #isTooMuch(request: GuestRequest): boolean {
    const forced = this.#state.faults.take('rate-limit');
    const { token, action, tracingId } = request;
    const retryAfter = forced?.retryAfterSeconds ?? this.#rates.take(this.#id, token, action);
    if (retryAfter === null) return false;
    const errorMessage =
      action === 'onMessage' ? 'Message rate too high for this session' : 'Request rate too high.';
    const body = { retryAfter, errorCode: CODE.requestRateTooHigh, errorMessage };
    this.answer('TooManyRequestsErrorMessage', body, tracingId, CODE.tooManyRequests);
    return true;
  }

  #deploymentFor(id: string): Deployment {
    const deployment = deploymentOf(this.#state, id);
    if (!deployment) throw new GuestError(CODE.notFound, 'Deployment not found.');
    if (deployment.id !== this.#deployment.id) {
      throw new GuestError(CODE.badRequest, 'The deployment is not the one of this connection.');
    }
    return deployment;
  }

  /** The session of this connection, if the frame carries its token. */
  #configured(token: string): GuestSession {
    const { guests } = this.#state;
    if (this.#session && this.#session.token !== token) {
      throw new GuestError(CODE.sessionNotFound, 'session not found');
    }
    const session = guests.session(token);
    if (!session && guests.hasExpired(token)) throw new GuestError(CODE.sessionExpired, 'session expired');
    if (!session || this.#session !== session) {
      throw new GuestError(CODE.sessionNotFound, 'session not found or expired');
    }
    return session;
  }

  #echo(session: GuestSession, { message, tracingId }: GuestRequestOf<'echo'>): void {
    const at = this.#state.guests.now();
    this.answer(
      'StructuredMessage',
      {
        id: this.#state.options.newId().replaceAll('-', ''),
        type: 'Text',
        text: message?.text ?? 'ping',
        direction: 'Inbound',
        channel: { time: at.toISOString(), messageId: this.#state.options.newId() },
        metadata: {
          ...message?.metadata,
          durationSeconds: String(this.#state.limits.sessionSeconds),
          expirationDate: String(Math.floor(session.expiresAt / 1000)),
        },
      },
      tracingId,
    );
  }

  async #message(session: GuestSession, request: GuestRequestOf<'onMessage'>): Promise<void> {
    const { guests, limits } = this.#state;
    const { message, tracingId } = request;
    const attributes = customAttributesOf(request);
    if (byteLength(JSON.stringify(attributes)) > limits.customAttributesBytes) {
      throw new GuestError(CODE.customAttributesTooLarge, 'Custom attributes are too large.');
    }
    if (byteLength(message.text ?? '') > limits.textBytes) {
      throw new GuestError(CODE.messageTooLong, `Message too long: at most ${limits.textBytes} bytes.`);
    }
    if (message.type === 'Message' || message.type === 'Receipt') {
      throw new GuestError(CODE.badRequest, 'Messages of this type are not accepted from guests.');
    }
    if (message.type === 'Event' || message.events) return this.#event(session, request, attributes);
    if (session.readOnly) throw new GuestError(CODE.readOnly, 'The session is read-only.');
    this.#requireSignIn(session);
    const content = this.#content(session, message);
    const hasText = message.text !== undefined && message.text !== '';
    if (!hasText && content.length === 0) throw new GuestError(CODE.badRequest, 'The message is empty.');
    await guests.inbound(
      session,
      {
        // A message that only brings attachments comes back as text; answers to buttons are structured.
        type: content.every(isAttachment) ? 'Text' : 'Structured',
        ...(message.text === undefined ? {} : { text: message.text }),
        content,
        metadata: message.metadata ?? {},
        attributes,
      },
      tracingId,
    );
  }

  #content(session: GuestSession, { content = [] }: GuestMessage): MessageContent[] {
    const { attachments } = this.#state;
    return content.flatMap((item): MessageContent[] => {
      if (item.contentType === 'Attachment') {
        const stored = attachments.of(session, item.attachment.id);
        return [{ contentType: 'Attachment', attachment: attachments.describe(stored, this.#baseUrl) }];
      }
      if (item.contentType === 'ButtonResponse') {
        return [{ contentType: 'ButtonResponse', buttonResponse: this.#cleanButton(item.buttonResponse) }];
      }
      return item.form.response.map(({ component }) => ({
        contentType: 'ButtonResponse',
        buttonResponse: this.#cleanButton(component.buttonResponse),
      }));
    });
  }

  #cleanButton<Button extends { text: string; payload: string }>(button: Button): Button {
    const { guests } = this.#state;
    return { ...button, text: guests.clean(button.text).text, payload: guests.clean(button.payload).text };
  }

  async #event(
    session: GuestSession,
    { message, tracingId }: GuestRequestOf<'onMessage'>,
    attributes: Record<string, string>,
  ): Promise<void> {
    const { guests } = this.#state;
    const trace = tracingId === undefined ? {} : { tracingId };
    const { typing, clear } = session.deployment;
    for (const event of message.events ?? []) {
      if (event.eventType === 'Typing') {
        if (!typing) throw new GuestError(CODE.forbidden, 'Typing events are not supported.');
        guests.typing(session);
      } else if (event.eventType === 'Presence' && event.presence.type === 'Join') {
        if (session.readOnly) throw new GuestError(CODE.readOnly, 'The session is read-only.');
        this.#requireSignIn(session);
        const conversation = await guests.live(session);
        guests.patchAttributes(conversation, attributes);
        guests.event(session, 'Inbound', [event], { kept: true, ...trace });
      } else if (event.eventType === 'Presence' && event.presence.type === 'Clear') {
        if (!clear) {
          throw new GuestError(
            CODE.forbidden,
            'Presence events Conversation Clear are not supported by this deployment.',
          );
        }
        await this.#clear(session, trace);
      } else {
        throw new GuestError(CODE.badRequest, 'Events of this kind are not accepted from guests.');
      }
    }
  }

  async #clear(session: GuestSession, trace: { tracingId?: string }): Promise<void> {
    const { guests } = this.#state;
    const events = [{ eventType: 'Presence' as const, presence: { type: 'Clear' as const } }];
    guests.event(session, 'Inbound', events, { kept: false, ...trace });
    broadcast(session, { type: 'message', class: 'SessionClearedEvent', code: CODE.ok, body: {} });
    broadcast(session, { type: 'message', class: 'ConnectionClosedEvent', code: CODE.ok, body: {} });
    for (const peer of session.peers) peer.close();
    session.peers = [];
    this.#session = null;
    await guests.forget(session);
  }

  #announceAttachment(session: GuestSession, request: GuestRequestOf<'onAttachment'>): void {
    const { attachments, options } = this.#state;
    const { tracingId } = request;
    if (session.readOnly) throw new GuestError(CODE.readOnly, 'The session is read-only.');
    this.#requireSignIn(session);
    try {
      const body = attachments.announce(session, request, options.newId, this.#baseUrl);
      this.answer('PresignedUrlResponse', body, tracingId);
    } catch (error) {
      if (!(error instanceof AttachmentError) || request.errorsAsJson !== true) throw error;
      const trace = tracingId === undefined ? {} : { tracingId };
      this.send({
        type: 'message',
        class: 'GenerateUrlError',
        code: CODE.ok,
        body: { attachmentId: error.attachmentId, errorCode: error.code, errorMessage: error.message },
        ...trace,
      });
    }
  }

  #requireSignIn(session: GuestSession): void {
    const { enabled, allowSessionUpgrade } = session.deployment.authentication;
    if (enabled && !allowSessionUpgrade && !session.identity) {
      throw new GuestError(
        CODE.forbidden,
        'Session authentication failed: this deployment needs a signed-in guest.',
      );
    }
  }

  #leave(): void {
    const session = this.#session;
    this.#session = null;
    if (session) session.peers = session.peers.filter((peer) => peer !== this);
  }
}

function isAttachment({ contentType }: MessageContent): boolean {
  return contentType === 'Attachment';
}
