import { CODE, isAuthenticationLost, type SessionResponse } from '@throughline/guest-api';
import { ConnectionLost, GuestRefusal, SessionOver } from './errors.js';
import { GuestSignIn } from './guest-sign-in.js';
import type { GuestSocket } from './guest-socket.js';
import type { RelayServices } from './options.js';
import type { SessionRecord } from './record.js';

export interface OpeningEvents {
  /** Throws when this node may not speak for the session any more. */
  requireOwned(): void;
  /** The other side does not know the session any more that it knew. */
  forgotten(): Promise<void>;
}

/** How often the guest signs in anew before one connection is given up. */
const SIGN_INS = 3;

/** Makes a session ours on a connection. */
export class SessionOpening {
  readonly #options: RelayServices;
  readonly #record: SessionRecord;
  readonly #events: OpeningEvents;
  readonly #signIn: GuestSignIn | null;

  constructor(options: RelayServices, record: SessionRecord, events: OpeningEvents) {
    this.#options = options;
    this.#record = record;
    this.#events = events;
    const { endpoint, guestCodes } = options;
    this.#signIn = guestCodes ? new GuestSignIn(endpoint, guestCodes, record) : null;
  }

  /** True when the session is a new one. @throws GuestRefusal, ConnectionLost, SessionOver */
  async open(socket: GuestSocket): Promise<boolean> {
    for (let signIns = 0; ; ) {
      const answer = await socket.request(await this.#request(signIns > 0), () =>
        this.#events.requireOwned(),
      );
      if (answer.kind === 'unknown') throw new ConnectionLost('The session was not configured.');
      if (answer.kind === 'answered') {
        if (answer.frame.class === 'SessionResponse') return this.#opened(answer.frame.body);
        throw new ConnectionLost('The session was not configured.');
      }
      const { code, text } = answer;
      if (code === CODE.sessionExpired || code === CODE.sessionNotFound) throw new SessionOver('expired');
      if (code === CODE.cannotDowngrade) throw new SessionOver('signed-in');
      const isSignedOut = code === CODE.unauthorized || isAuthenticationLost(code, text);
      signIns += 1;
      if (!this.#signIn || !isSignedOut || signIns >= SIGN_INS) {
        throw new GuestRefusal(code, 'The session was refused.');
      }
    }
  }

  /** Begins the flow of the deployment without a message. What it refuses begins with the first message. */
  async join(socket: GuestSocket): Promise<void> {
    const { conversation, session, state } = this.#record;
    const customAttributes = await this.#options.attributes(conversation, session.interaction, state);
    await socket.request({
      action: 'onMessage',
      token: state.token,
      tracingId: this.#options.newId(),
      message: { type: 'Event', events: [{ eventType: 'Presence', presence: { type: 'Join' } }] },
      channel: { metadata: { customAttributes: { ...customAttributes } } },
    });
  }

  /** See {@link GuestSignIn.revoke}. */
  async revoke(sessionIds: readonly string[]): Promise<boolean> {
    return (await this.#signIn?.revoke(sessionIds)) ?? false;
  }

  /** The other side has signed the guest out: what vouched for the guest there is worth nothing. */
  async signedOut(): Promise<void> {
    await this.#record.saveState({ signIn: null });
  }

  async #request(isRefused: boolean) {
    const { token, startNew } = this.#record.state;
    const { endpoint, newId } = this.#options;
    const common = { token, startNew, deploymentId: endpoint.deploymentId, tracingId: newId() };
    if (!this.#signIn) return { action: 'configureSession' as const, ...common };
    const code = await this.#signIn.jwt(isRefused);
    return { action: 'configureAuthenticatedSession' as const, ...common, data: { code } };
  }

  async #opened({ connected, newSession = false, readOnly = false }: SessionResponse): Promise<boolean> {
    if (!connected || readOnly) throw new SessionOver('read-only');
    if (!newSession) return false;
    if (this.#record.state.configured) await this.#events.forgotten();
    await this.#record.saveState({ configured: true, startNew: false });
    return true;
  }
}
