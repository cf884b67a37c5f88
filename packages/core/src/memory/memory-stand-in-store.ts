import type { AuditEntry } from '../model/audit.js';
import {
  isInForce,
  isOpen,
  type StandInPerson,
  type StandInProposal,
  type StandInStore,
  type StandInSwitch,
} from '../ports/stand-in-store.js';

export interface MemoryStandInParts {
  readonly record: (entry: AuditEntry) => void;
  readonly hasSession: (conversationId: string) => Promise<boolean>;
}

/** In memory, for one process; what the port promises, but for surviving it. */
export class MemoryStandInStore implements StandInStore {
  readonly #parts: MemoryStandInParts;
  readonly #standsIn = new Map<string, boolean>();
  #latest: StandInSwitch | null = null;

  constructor(parts: MemoryStandInParts) {
    this.#parts = parts;
  }

  async latest(): Promise<StandInSwitch | null> {
    return this.#latest;
  }

  async propose(proposal: StandInProposal, audit: AuditEntry): Promise<boolean> {
    if (this.#latest && isOpen(this.#latest, proposal.proposedAt)) return false;
    this.#latest = { ...proposal, confirmedAt: null, confirmedBy: null, until: null, endedAt: null };
    this.#parts.record(audit);
    return true;
  }

  async confirm(id: string, by: StandInPerson, at: Date, audit: AuditEntry): Promise<StandInSwitch | null> {
    const given = this.#latest;
    if (given?.id !== id || given.until || !isOpen(given, at)) return null;
    if (given.proposerKind !== by.kind || given.proposedBy === by.id) return null;
    const until = new Date(at.getTime() + given.minutes * 60_000);
    this.#latest = { ...given, confirmedAt: at, confirmedBy: by.id, until };
    this.#parts.record(audit);
    return this.#latest;
  }

  async end(at: Date, audit: AuditEntry): Promise<StandInSwitch | null> {
    if (!this.#latest || !isOpen(this.#latest, at)) return null;
    this.#latest = { ...this.#latest, endedAt: at };
    this.#parts.record(audit);
    return this.#latest;
  }

  async noteLapse(id: string, at: Date, audit: AuditEntry): Promise<boolean> {
    const given = this.#latest;
    if (given?.id !== id || given.endedAt || !given.until || at < given.until) return false;
    this.#latest = { ...given, endedAt: given.until };
    this.#parts.record(audit);
    return true;
  }

  async assign(conversationId: string, at: Date, mayStandIn: boolean): Promise<boolean> {
    const isElsewhere = await this.#parts.hasSession(conversationId);
    const known = this.#standsIn.get(conversationId);
    if (known !== undefined) return known;
    const standsIn = mayStandIn && isInForce(this.#latest, at) && !isElsewhere;
    this.#standsIn.set(conversationId, standsIn);
    return standsIn;
  }

  async standingIn(ids: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set(ids.filter((id) => this.#standsIn.get(id)));
  }
}
