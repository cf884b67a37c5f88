import { setTimeout as pause } from 'node:timers/promises';
import { CoalescedTask } from '@throughline/core';
import type { GuestResponse } from '@throughline/guest-api';
import type { Budget, Urgency } from '../platform/budget.js';
import { retryDelayMs } from './backoff.js';
import { ConnectionLost, SessionOver } from './errors.js';
import { GuestSocket, messageIn } from './guest-socket.js';
import { watchHealth } from './health.js';
import { Inbox } from './inbox.js';
import { Interruption } from './interruption.js';
import { LiveFrames } from './live-frames.js';
import type { RelayLimits, RelayServices } from './options.js';
import { OtherConversations } from './other-conversations.js';
import { Outbox, type Sending } from './outbox.js';
import { Pace } from './pace.js';
import type { Reachability } from './reachability.js';
import { NOBODY, type SessionRecord } from './record.js';
import { SessionOpening } from './session-opening.js';
import { SessionReading } from './session-reading.js';
import { newSessionState } from './session-state.js';
import { Uploads } from './upload.js';

export interface UpstreamSessionOptions extends RelayServices {
  readonly relayLimits: RelayLimits;
  /** New connections of all nodes. */
  readonly connections: Budget;
  /** Learned by all sessions of this node. */
  readonly reachability: Reachability;
  /** The session is through on both sides. */
  readonly onFinished: (conversationId: string) => void;
}

/** Frames that the customer's typing is told with, at most one in this time; in milliseconds. */
const TYPING_MS = 5_000;
/** How often a signed-in guest is configured again, in milliseconds: before the JWT of 15 minutes ends. */
const SIGN_IN_MS = 12.5 * 60_000;
/** A connection that lasted this long was a good one: the next try comes soon. */
const STEADY_MS = 30_000;
/** Of failures in a row, the first is told and then one of so many. */
const TOLD_EACH = 20;
/** Longest wait for a place among new connections, in milliseconds. */
const CONNECT_WAIT_MS = 600_000;

/**
 * The guest session of one conversation on the node that owns it: connects, takes over what was missed, brings what
 * was written, and begins again when the connection is lost.
 */
export class UpstreamSession {
  readonly record: SessionRecord;
  readonly #options: UpstreamSessionOptions;
  readonly #inbox: Inbox;
  readonly #outbox: Outbox;
  readonly #uploads = new Uploads();
  readonly #opening: SessionOpening;
  readonly #messages: Pace;
  readonly #others: OtherConversations | null;
  readonly #reading: SessionReading;
  readonly #interruption: Interruption;
  readonly #stop = new AbortController();
  #flush: (() => Promise<void>) | null = null;
  #socket: GuestSocket | null = null;
  #typedAt = Number.NEGATIVE_INFINITY;
  #running: Promise<void> | null = null;

  /** @param ownedUntil by the monotonic clock of this process: nobody else has the session until then */
  constructor(
    options: UpstreamSessionOptions,
    record: SessionRecord,
    public ownedUntil: number,
  ) {
    const { messagesPerSecond, historyPerMinute } = options.relayLimits;
    this.#options = options;
    this.record = record;
    this.#reading = new SessionReading(options, record, historyPerMinute);
    this.#interruption = new Interruption(options, record);
    const freshUrl = async (id: string) =>
      this.#socket ? this.#reading.fileAddress(this.#socket, id) : null;
    this.#inbox = new Inbox({ ...options, freshUrl }, record, () => this.#disconnected());
    this.#outbox = new Outbox(options, record);
    this.#opening = new SessionOpening(options, record, {
      requireOwned: () => this.#requireOwned(),
      forgotten: () => this.#beginAgain(),
    });
    const { otherConversations, clock } = options;
    this.#others = otherConversations && new OtherConversations(otherConversations, clock);
    this.#messages = new Pace(messagesPerSecond, 1_000);
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Ends the work of this node on it; the session itself goes on elsewhere. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#socket?.close();
    await this.#running;
  }

  /** The customer has written something, or the conversation changed. */
  wake(): void {
    void this.#flush?.();
  }

  /** Somebody else changed what is asked for. */
  async reload(): Promise<void> {
    await this.record.reload();
    await this.record.followed();
    this.wake();
  }

  /** Sessions of customers have ended: the guest goes on when somebody vouches for the customer again. */
  async signedOut(sessionIds: readonly string[]): Promise<void> {
    if (await this.#opening.revoke(sessionIds)) this.#socket?.close();
  }

  customerTypes(): void {
    const now = performance.now();
    if (!this.#socket || !this.#flush || now - this.#typedAt < TYPING_MS) return;
    this.#typedAt = now;
    const events = [{ eventType: 'Typing' as const, typing: { type: 'On' as const } }];
    const { token } = this.record.state;
    const tracingId = this.#options.newId();
    this.#socket.tell({ action: 'onMessage', token, tracingId, message: { type: 'Event', events } });
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    const { reachability } = this.#options;
    let attempt = 0;
    while (!signal.aborted) {
      const startedAt = performance.now();
      try {
        await this.#serve();
        if (this.record.session.finished) break;
      } catch (error) {
        if (!signal.aborted) await this.#recover(error, attempt % TOLD_EACH === 0);
      } finally {
        this.#flush = null;
        this.#socket?.close();
      }
      attempt = performance.now() - startedAt > STEADY_MS ? 0 : attempt + 1;
      // While nobody gets through, the sessions take turns, and each is there when somebody does.
      await pause(retryDelayMs(reachability.isLost ? 0 : attempt), undefined, { signal }).catch(
        () => undefined,
      );
    }
    this.#interruption.stop();
    this.#inbox.close();
    if (this.record.session.finished) this.#options.onFinished(this.record.conversationId);
  }

  /** @param isTold an outage of many sessions must not fill the log with every try of each */
  async #recover(error: unknown, isTold: boolean): Promise<void> {
    try {
      if (error instanceof SessionOver) await this.#renew(error.reason);
      else if (isTold && !(error instanceof ConnectionLost)) this.#options.onFailure(error, 'guest session');
    } catch (cause) {
      this.#options.onFailure(cause, 'guest session');
    }
  }

  /** One connection, to its end. @throws SessionOver, ConnectionLost and others by which it ended */
  async #serve(): Promise<void> {
    const { record } = this;
    this.#requireOwned();
    await record.reload();
    await record.followed();
    if (record.isClosed && !record.state.configured && !(await this.#outbox.hasUnsent())) {
      return this.#finish();
    }
    const { endpoint, connections, reachability, relayLimits } = this.#options;
    this.#interruption.lost(reachability.isLost);
    await reachability.admit(this.#stop.signal);
    if (!record.state.configured) await this.#others?.look(record, this.#stop.signal);
    await connections.take(endpoint.deploymentId, await this.#urgency(), {
      maxWaitMs: CONNECT_WAIT_MS,
      signal: this.#stop.signal,
    });
    const live = new LiveFrames();
    const { socket, isNew } = await reachability.learn(this.#stop.signal, () => this.#connect(live));
    const failed = new AbortController();
    const ended = AbortSignal.any([socket.gone, failed.signal, this.#stop.signal]);
    const fail = (error: unknown) => {
      failed.abort(error);
      socket.close();
    };

    await this.#interruption.over();
    const sync = async () => this.#inbox.take(await this.#reading.history(socket, this.#inbox.since, ended));
    if (!isNew) await sync();
    if (isNew && endpoint.autoStart) await this.#opening.join(socket);
    this.#staySignedIn(socket, ended, fail);
    watchHealth(socket, record.state.token, relayLimits.echoMs, fail);
    live.begin({ take: (frame) => this.#takeFrame(frame), sync, fail });
    const sending: Sending = {
      socket,
      inbox: this.#inbox,
      uploads: this.#uploads,
      pace: this.#messages,
      signal: ended,
      sync: () => live.sync(),
      requireOwned: () => this.#requireOwned(),
    };
    const flush = new CoalescedTask(() => this.#bring(sending));
    this.#flush = () => flush.run().catch(fail);
    await this.#flush();
    if (!ended.aborted) await new Promise((resolve) => ended.addEventListener('abort', resolve));
    await live.idle();
    await flush.idle();
    if (failed.signal.aborted && !record.session.finished) throw failed.signal.reason;
  }

  async #connect(live: LiveFrames): Promise<{ socket: GuestSocket; isNew: boolean }> {
    const { endpoint, relayLimits } = this.#options;
    const { signal } = this.#stop;
    const socket = await GuestSocket.open(endpoint, relayLimits, live, signal);
    this.#socket = socket;
    return { socket, isNew: await this.#opening.open(socket) };
  }

  /** Configures again ahead of the end of the sign-in, where guests sign in. */
  #staySignedIn(socket: GuestSocket, ended: AbortSignal, fail: (error: unknown) => void): void {
    if (!this.#options.guestCodes) return;
    const configure = async () => {
      // A new one has to be told what was said in the one before.
      if (await this.#opening.open(socket)) this.wake();
    };
    const again = setInterval(() => void configure().catch(fail), SIGN_IN_MS);
    ended.addEventListener('abort', () => clearInterval(again), { once: true });
  }

  async #bring(sending: Sending): Promise<void> {
    await this.#outbox.flush(sending);
    if (this.record.isClosed && !this.record.session.finished) await this.#close(sending.socket);
  }

  /** The session is over on the other side, and the conversation is not, unless nothing is left to say. */
  async #renew(reason: SessionOver['reason']): Promise<void> {
    const hasUnsent = await this.#outbox.hasUnsent();
    if (!hasUnsent && this.record.isClosed) return this.#finish();
    if (!hasUnsent && reason === 'read-only') return this.#disconnected();
    await this.#beginAgain();
    // Who has signed in once under a token cannot go on without under the same.
    const isTokenSpent = reason === 'signed-in';
    const { token } = newSessionState();
    await this.record.saveState(isTokenSpent ? { token, configured: false } : { startNew: true });
  }

  /** Nobody there knows of the conversation any more: it waits again, with its place in time. */
  async #beginAgain(): Promise<void> {
    await this.record.change({ state: 'waiting', ...NOBODY });
    await this.record.saveState({ recap: true, told: null });
  }

  /** The other side ended its conversation. Ours goes on if the customer has written something since. */
  async #disconnected(): Promise<void> {
    if (this.record.isClosed) return;
    if (await this.#outbox.hasUnsent()) throw new SessionOver('read-only');
    await this.record.change({ state: 'closed', ...NOBODY });
    this.wake();
  }

  async #close(socket: GuestSocket): Promise<void> {
    const { token } = this.record.state;
    const answer = await socket.request({
      action: 'closeSession',
      token,
      tracingId: this.#options.newId(),
      closeAllConnections: true,
    });
    if (answer.kind === 'unknown') throw new ConnectionLost('The session was not closed.');
    await this.#finish();
    socket.close();
  }

  /** Nothing is left to do. Whoever asks for this conversation again begins with another guest. */
  async #finish(): Promise<void> {
    const { deploymentId } = this.record.state;
    await this.record.saveState(newSessionState(deploymentId), { finished: true });
  }

  async #takeFrame(frame: GuestResponse): Promise<void> {
    const message = messageIn(frame);
    if (message) {
      await this.#inbox.take([message]);
      return;
    }
    if (this.#uploads.settle(frame)) return;
    if (frame.class === 'SessionExpiredEvent') throw new SessionOver('expired');
    if (frame.class === 'ConnectionClosedEvent') throw new ConnectionLost('The other side closes it.');
    if (frame.class === 'SessionClearedEvent') throw new SessionOver('expired');
    if (frame.class === 'LogoutEvent') {
      await this.#opening.signedOut();
      throw new ConnectionLost('The other side has signed the guest out.');
    }
  }

  #requireOwned(): void {
    if (performance.now() >= this.ownedUntil)
      throw new ConnectionLost('This node may have lost the session.');
  }

  /** Where somebody waits for the connection, it comes first. */
  async #urgency(): Promise<Urgency> {
    const { session, isClosed } = this.record;
    if (session.interaction.state === 'assigned' || (await this.#outbox.hasUnsent())) return 'active';
    return isClosed ? 'background' : 'waiting';
  }
}
