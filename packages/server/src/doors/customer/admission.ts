import type { IncomingMessage } from 'node:http';
import type { CustomerClaims } from '@throughline/core';
import type { Browser, CustomerSession, CustomerSessions } from '@throughline/identity';
import type { SameSite } from '../../config/options.js';
import { WireError } from '../../errors.js';
import type { Services } from '../../realtime/services.js';
import { DoorCookie } from '../cookies.js';
import type { RequestLimits } from '../request-limits.js';
import { askPortal, type Portal } from './portal.js';

export interface AdmissionOptions {
  readonly secureCookies: boolean;
  /** Of the session cookie. */
  readonly sameSite: SameSite;
  readonly sessions: CustomerSessions;
  /** Asked with every request, when it runs in this process. */
  readonly portal?: Portal;
  readonly limits: RequestLimits;
  readonly services: Services;
}

/** Who may come in: the session behind a request, as long as the portal agrees. */
export class Admission {
  readonly sessionCookie: DoorCookie;
  readonly handOffCookie: DoorCookie;
  readonly #options: AdmissionOptions;

  constructor(options: AdmissionOptions) {
    const { secureCookies, sameSite } = options;
    this.sessionCookie = new DoorCookie('throughline_session', secureCookies, sameSite);
    this.handOffCookie = new DoorCookie('throughline_handoff', secureCookies);
    this.#options = options;
  }

  /** What the browser says of itself. */
  browserOf({ headers }: IncomingMessage): Browser {
    return {
      preSession: this.handOffCookie.read(headers.cookie),
      session: this.sessionCookie.read(headers.cookie),
      userAgent: headers['user-agent'],
    };
  }

  /**
   * The session that the request belongs to. One that the portal does not stand by any more ends.
   * @throws WireError `unauthenticated`, `unavailable`, `rate_limited`
   */
  async require(request: IncomingMessage): Promise<CustomerSession> {
    const session = await this.#options.sessions.authenticate(this.browserOf(request).session);
    if (!session) throw notSignedIn();
    await this.#options.limits.takeForSession(session);
    await this.requirePortal(session, request);
    return session;
  }

  /**
   * Ends a session whose customer the portal does not name for this request.
   * @throws WireError `unauthenticated`, `unavailable`
   */
  async requirePortal(session: CustomerSession, request: IncomingMessage): Promise<void> {
    const { portal, services } = this.#options;
    if (!portal || isOf(session, await askPortal(portal, request, services.logger))) return;
    await this.end(session);
    throw notSignedIn();
  }

  async end({ id, customer }: CustomerSession): Promise<void> {
    await this.#options.sessions.end(id, customer.id);
    this.announceEnd([id]);
  }

  /** Every node closes the open sockets of these sessions. */
  announceEnd(sessionIds: readonly string[]): void {
    if (sessionIds.length === 0) return;
    this.#options.services.core.bus.publish({ kind: 'customer-sessions-ended', sessionIds });
  }
}

/** A request and the session that it belongs to. */
export interface Admitted {
  readonly request: IncomingMessage;
  readonly session: CustomerSession;
}

export function notSignedIn(): WireError {
  return new WireError(
    'unauthenticated',
    'Nobody is signed in here. Sign in at the portal; its page then signs in here by itself.',
  );
}

function isOf({ customer: { claims } }: CustomerSession, named: CustomerClaims | null): boolean {
  return named !== null && named.issuer === claims.issuer && named.externalId === claims.externalId;
}
