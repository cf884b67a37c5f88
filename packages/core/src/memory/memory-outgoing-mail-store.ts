import type { AuditEntry } from '../model/audit.js';
import type {
  NewOutgoingMail,
  OutgoingMail,
  OutgoingMailStore,
  TakenMail,
} from '../ports/outgoing-mail-store.js';
import type { MemoryCarryOverParts } from './memory-carry-over-store.js';

/** Mails on their way, in memory of one process. */
export class MemoryOutgoingMailStore implements OutgoingMailStore {
  readonly #parts: MemoryCarryOverParts;
  readonly #waiting = new Map<string, { mail: OutgoingMail; dueAt: Date }>();

  constructor(parts: MemoryCarryOverParts) {
    this.#parts = parts;
  }

  async add(mail: NewOutgoingMail, audit: AuditEntry): Promise<boolean> {
    const isWaiting = [...this.#waiting.values()].some(
      (other) => other.mail.conversationId === mail.conversationId,
    );
    if (isWaiting || !this.#parts.isCustomer(mail.customerId)) return false;
    this.#waiting.set(mail.id, { mail: { ...mail, attempts: 0 }, dueAt: mail.createdAt });
    this.#parts.record(audit);
    return true;
  }

  async take(now: Date, until: Date, limit: number): Promise<readonly OutgoingMail[]> {
    const due = [...this.#waiting.values()]
      .filter(({ dueAt }) => dueAt <= now)
      .sort((a, b) => a.mail.createdAt.getTime() - b.mail.createdAt.getTime())
      .slice(0, limit);
    return due.map(({ mail }) => {
      const taken = { ...mail, attempts: mail.attempts + 1 };
      this.#waiting.set(mail.id, { mail: taken, dueAt: until });
      return taken;
    });
  }

  async postpone(mail: TakenMail, dueAt: Date): Promise<void> {
    const waiting = this.#current(mail);
    if (waiting) this.#waiting.set(mail.id, { ...waiting, dueAt });
  }

  async finish(mail: TakenMail, audit: AuditEntry): Promise<boolean> {
    if (!this.#current(mail)) return false;
    this.#waiting.delete(mail.id);
    this.#parts.record(audit);
    return true;
  }

  async waiting(): Promise<{ count: number; oldestAt: Date | null }> {
    const times = [...this.#waiting.values()].map(({ mail }) => mail.createdAt.getTime());
    return { count: times.length, oldestAt: times.length > 0 ? new Date(Math.min(...times)) : null };
  }

  #current({ id, attempts }: TakenMail) {
    const waiting = this.#waiting.get(id);
    return waiting?.mail.attempts === attempts ? waiting : undefined;
  }

  /** For the erasure of whole customers. */
  removeOf(customerId: string): number {
    const theirs = [...this.#waiting.values()].filter(({ mail }) => mail.customerId === customerId);
    for (const { mail } of theirs) this.#waiting.delete(mail.id);
    return theirs.length;
  }
}
