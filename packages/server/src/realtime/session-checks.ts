import type { Bus } from '@throughline/core';
import type { AgentSessions, CustomerSessions, OidcSessions } from '@throughline/identity';
import { CLOSE } from '@throughline/protocol';
import type { CustomerConnection } from './customer-connection.js';
import type { DeskConnection } from './desk-connection.js';

export interface SessionChecksOptions {
  readonly bus: Pick<Bus, 'publish'>;
  readonly customerSessions: CustomerSessions;
  readonly agentSessions: AgentSessions;
  /** Where an identity provider signs customers in. */
  readonly oidcSessions: OidcSessions | null;
  readonly customers: ReadonlySet<CustomerConnection>;
  readonly desks: ReadonlySet<DeskConnection>;
}

/** Ends the connections of this node whose sessions are over. */
export class SessionChecks {
  readonly #options: SessionChecksOptions;
  #refreshing = false;

  constructor(options: SessionChecksOptions) {
    this.#options = options;
  }

  onCustomersSignedOut(ended: ReadonlySet<string>): void {
    for (const { session, socket } of this.#options.customers) {
      if (ended.has(session.id)) socket.close(CLOSE.sessionEnded, 'signed out');
    }
  }

  onAgentSignedOut(sessionHash: string): void {
    for (const { session, socket } of this.#options.desks) {
      if (toText(session.idHash) === sessionHash) socket.close(CLOSE.sessionEnded, 'signed out');
    }
  }

  async checkCustomers(): Promise<void> {
    const customers = [...this.#options.customers];
    const ids = new Set(customers.map(({ session }) => session.id));
    const running = await this.#options.customerSessions.runningOf([...ids]);
    for (const { session, socket } of customers) {
      if (!running.has(session.id)) socket.close(CLOSE.sessionEnded, 'session over');
    }
  }

  async checkDesks(): Promise<void> {
    const { agentSessions, desks } = this.#options;
    for (const { session, socket } of [...desks]) {
      if (!(await agentSessions.check(session.idHash))) socket.close(CLOSE.sessionEnded, 'session over');
    }
  }

  /** Has the identity provider vouch again for the customers of open sockets; a provider that is down delays nothing else. */
  async refresh(): Promise<void> {
    const { bus, customers, oidcSessions } = this.#options;
    if (!oidcSessions || this.#refreshing) return;
    this.#refreshing = true;
    try {
      const ids = new Set([...customers].map(({ session }) => session.id));
      const sessionIds = await oidcSessions.refreshDue([...ids]);
      if (sessionIds.length > 0) bus.publish({ kind: 'customer-sessions-ended', sessionIds });
    } finally {
      this.#refreshing = false;
    }
  }
}

function toText(hash: Uint8Array): string {
  return Buffer.from(hash).toString('base64url');
}
