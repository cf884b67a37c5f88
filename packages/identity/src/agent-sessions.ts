import type { Clock, SessionStore } from '@throughline/core';
import { hashSecret, isSecret, newSecret } from './secrets.js';

export interface AgentSession {
  readonly agentId: string;
  readonly idHash: Uint8Array;
}

/** A working day: an agent signs in once a shift. In milliseconds. */
const AGENT_SESSION_MS = 12 * 60 * 60_000;

/** Sessions of the desk. Who may start one is decided by the caller. */
export class AgentSessions {
  readonly #store: SessionStore;
  readonly #clock: Clock;

  constructor(store: SessionStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** @returns the cookie value, which is kept nowhere else */
  async start(agentId: string, method: 'demo'): Promise<string> {
    const cookie = newSecret();
    const createdAt = this.#clock.now();
    await this.#store.startAgent(
      {
        idHash: hashSecret(cookie),
        agentId,
        createdAt,
        expiresAt: new Date(createdAt.getTime() + AGENT_SESSION_MS),
      },
      {
        at: createdAt,
        action: 'agent.signed_in',
        actor: { kind: 'agent', id: agentId },
        details: { method },
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
    return record && { agentId: record.agentId, idHash };
  }

  async end(session: AgentSession): Promise<boolean> {
    return this.#store.endAgent(session.idHash, {
      at: this.#clock.now(),
      action: 'agent.signed_out',
      actor: { kind: 'agent', id: session.agentId },
    });
  }
}
