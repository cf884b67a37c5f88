import type { AgentSessionRecord, Clock, Sealer, SessionStore, StaffRole } from '@throughline/core';
import { hashSecret, isSecret, newSecret } from '../secrets.js';

/** Who signed in at the desk, and what they may do there. */
export interface StaffMember {
  readonly agentId: string;
  readonly displayName: string;
  readonly roles: readonly StaffRole[];
}

export interface AgentSession extends StaffMember {
  readonly idHash: Uint8Array;
  readonly sealedIdToken: Uint8Array | null;
}

/** A working day: an agent signs in once a shift. In milliseconds. */
const AGENT_SESSION_MS = 12 * 60 * 60_000;
/** Stands where a customer's id does for the key that seals what belongs to agents. */
const KEY_NAME = 'agent-sessions';

/** Sessions of the desk. Who may start one is decided by the caller. */
export class AgentSessions {
  readonly #store: SessionStore;
  readonly #sealer: Sealer;
  readonly #clock: Clock;
  readonly #lifetimeMs: number;

  constructor(store: SessionStore, sealer: Sealer, clock: Clock, lifetimeMs = AGENT_SESSION_MS) {
    this.#store = store;
    this.#sealer = sealer;
    this.#clock = clock;
    this.#lifetimeMs = lifetimeMs;
  }

  /**
   * @param idToken what the identity provider said, kept sealed for the sign-out there
   * @returns the cookie value, which is kept nowhere else
   */
  async start(member: StaffMember, method: 'demo' | 'provider', idToken: string | null): Promise<string> {
    const { agentId, displayName, roles } = member;
    const cookie = newSecret();
    const idHash = hashSecret(cookie);
    const createdAt = this.#clock.now();
    await this.#store.startAgent(
      {
        idHash,
        agentId,
        displayName,
        roles,
        sealedIdToken:
          idToken === null ? null : await this.#sealer.seal(KEY_NAME, bindingOf(idHash), idToken),
        createdAt,
        expiresAt: new Date(createdAt.getTime() + this.#lifetimeMs),
      },
      {
        at: createdAt,
        action: 'agent.signed_in',
        actor: { kind: 'agent', id: agentId },
        details: { method, roles: roles.join(' ') },
      },
    );
    return cookie;
  }

  async authenticate(cookie: string | undefined): Promise<AgentSession | null> {
    if (!isSecret(cookie)) return null;
    return this.check(hashSecret(cookie));
  }

  /** The same by id hash, for an open socket that checks its session again. */
  async check(idHash: Uint8Array): Promise<AgentSession | null> {
    const record = await this.#store.findAgent(idHash, this.#clock.now());
    return record && toSession(record);
  }

  /** What the identity provider said at the sign-in; null when it was not asked. */
  async idTokenOf({ idHash, sealedIdToken }: AgentSession): Promise<string | null> {
    return sealedIdToken && this.#sealer.open(KEY_NAME, bindingOf(idHash), sealedIdToken);
  }

  async end(session: AgentSession): Promise<boolean> {
    return this.#store.endAgent(session.idHash, {
      at: this.#clock.now(),
      action: 'agent.signed_out',
      actor: { kind: 'agent', id: session.agentId },
    });
  }
}

function toSession({ idHash, agentId, displayName, roles, sealedIdToken }: AgentSessionRecord): AgentSession {
  return { idHash, agentId, displayName, roles, sealedIdToken };
}

function bindingOf(idHash: Uint8Array): string {
  return `agent-session:${Buffer.from(idHash).toString('base64url')}`;
}
