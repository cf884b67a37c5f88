import {
  type BodyOf,
  CODE,
  type GuestResponse,
  type ResponseClass,
  readRequest,
  writeResponse,
} from '@throughline/guest-api';
import type { WebSocket } from 'ws';
import type { DoorState } from '../door-state.js';
import type { GuestSession } from '../guests/model.js';
import type { Deployment } from '../options.js';
import type { GuestCaller } from './guest-caller.js';
import type { GuestRequests } from './guest-requests.js';
import { refusalOf } from './refusal.js';

/** Unsent bytes after which a peer that does not read is let go. */
const MAX_BUFFERED_BYTES = 4 * 1024 * 1024;
/** Frames that may wait to be carried out before reading stops. */
const MAX_WAITING = 64;

/** One WebSocket of a guest. Frames are carried out one after the other, so that answers come in their order. */
export class GuestConnection implements GuestCaller {
  readonly id: string;
  readonly deployment: Deployment;
  readonly baseUrl: string;
  readonly #state: DoorState;
  readonly #requests: GuestRequests;
  readonly #socket: WebSocket;
  #session: GuestSession | null = null;
  #lane: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(
    state: DoorState,
    requests: GuestRequests,
    socket: WebSocket,
    deployment: Deployment,
    host: string | undefined,
  ) {
    this.#state = state;
    this.#requests = requests;
    this.#socket = socket;
    this.deployment = deployment;
    this.id = state.options.newId();
    this.baseUrl = state.baseUrl(host);
    socket.on('message', (data, isBinary) => {
      this.#waiting += 1;
      if (this.#waiting >= MAX_WAITING) socket.pause();
      this.#lane = this.#lane.then(() => this.#receive(isBinary ? '' : data.toString()));
    });
    socket.on('error', () => undefined);
    socket.on('close', () => this.leave());
  }

  get session(): GuestSession | null {
    return this.#session;
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
    { type = 'response', code = CODE.ok }: { type?: 'response' | 'message'; code?: number } = {},
  ): void {
    const trace = tracingId === undefined ? {} : { tracingId };
    this.send({ type, class: name, code, body, ...trace } as GuestResponse);
  }

  join(session: GuestSession): void {
    if (this.#session === session) return;
    this.leave();
    this.#session = session;
    session.peers.push(this);
    while (session.peers.length > this.#state.limits.connectionsPerSession) {
      const oldest = session.peers.shift();
      oldest?.send({ type: 'message', class: 'ConnectionClosedEvent', code: CODE.ok, body: {} });
      oldest?.close();
    }
  }

  leave(): void {
    const session = this.#session;
    this.#session = null;
    if (session) session.peers = session.peers.filter((peer) => peer !== this);
  }

  async #receive(frame: string): Promise<void> {
    let tracingId: string | undefined;
    try {
      const request = readRequest(frame);
      tracingId = request.tracingId;
      await this.#requests.carryOut(request, this);
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal.code === CODE.unexpected) this.#state.options.onFailure(error, 'guest request');
      this.answer('string', refusal.text, tracingId ?? refusal.tracingId, { code: refusal.code });
    }
    this.#waiting -= 1;
    if (this.#waiting < MAX_WAITING) this.#socket.resume();
  }
}
