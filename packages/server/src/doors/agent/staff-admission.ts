import type { IncomingMessage } from 'node:http';
import type { AgentPresence, StaffRole } from '@throughline/core';
import type { AgentSession, AgentSessions } from '@throughline/identity';
import { WireError } from '../../errors.js';
import type { Services } from '../../realtime/services.js';
import { DoorCookie } from '../cookies.js';

export interface StaffAdmissionOptions {
  readonly secureCookies: boolean;
  readonly sessions: AgentSessions;
  readonly services: Services;
}

/** Somebody at the desk who serves customers. */
export interface SignedInAgent {
  readonly session: AgentSession;
  readonly agent: AgentPresence;
}

/** Roles that serve customers, the higher one first. */
const DESK_ROLES = ['supervisor', 'agent'] as const;

/** Who may come in at the agent door, and what each may do there. */
export class StaffAdmission {
  readonly cookie: DoorCookie;
  /** Tells browsers apart while they are at the identity provider, which sends them back from another site. */
  readonly signInCookie: DoorCookie;
  readonly #options: StaffAdmissionOptions;

  constructor(options: StaffAdmissionOptions) {
    this.cookie = new DoorCookie('throughline_agent', options.secureCookies);
    this.signInCookie = new DoorCookie('throughline_agent_sign_in', options.secureCookies, 'lax');
    this.#options = options;
  }

  /** @throws WireError `unauthenticated` */
  async require({ headers }: IncomingMessage): Promise<AgentSession> {
    const session = await this.#options.sessions.authenticate(this.cookie.read(headers.cookie));
    if (!session) throw new WireError('unauthenticated', 'Nobody is signed in here. Sign in at the desk.');
    return session;
  }

  /** @throws WireError `unauthenticated`, `forbidden` */
  async requireRole(request: IncomingMessage, role: StaffRole): Promise<AgentSession> {
    const session = await this.require(request);
    if (!session.roles.includes(role)) throw forbidden(session, role, this.#options.services);
    return session;
  }

  /**
   * Somebody who serves customers.
   * @throws WireError `unauthenticated` also when the agent is gone from the contact center; `forbidden`
   */
  async requireAgent(request: IncomingMessage): Promise<SignedInAgent> {
    const session = await this.require(request);
    const role = DESK_ROLES.find((wanted) => session.roles.includes(wanted));
    if (!role) throw forbidden(session, 'agent', this.#options.services);
    const agent = await this.#options.services.contactCenter.agent(session.agentId);
    if (!agent) throw new WireError('unauthenticated', 'This agent is not configured. Sign in at the desk.');
    return { session, agent: { ...agent, role } };
  }
}

function forbidden({ agentId }: AgentSession, role: StaffRole, { logger }: Services): WireError {
  logger.warn({ agentId, role }, 'somebody asked for what their role does not allow');
  return new WireError('forbidden', `This needs the role "${role}", which this account does not have.`);
}
