import type { AuditEntry } from '../model/audit.js';
import type {
  AuditHead,
  AuditSearch,
  AuditTrail,
  ChainedEntry,
  RecordedEntry,
} from '../ports/audit-trail.js';

const NO_HASH = '0'.repeat(64);

interface Row extends RecordedEntry {
  readonly atMs: number;
  link: { readonly seq: number; readonly hash: string } | null;
}

/** An audit trail that lasts as long as the process. */
export class MemoryAuditTrail implements AuditTrail {
  readonly #rows: Row[] = [];
  #head: AuditHead;

  constructor(chainId: string) {
    this.#head = { chainId, seq: 0, hash: NO_HASH };
  }

  /** As {@link record}, at once: for stores whose changes it belongs to. */
  readonly write = ({ at, action, actor, conversationId, details }: AuditEntry): void => {
    this.#rows.push({
      id: this.#rows.length + 1,
      at: at.toISOString().replace('Z', '000Z'),
      atMs: at.getTime(),
      action,
      actorKind: actor.kind,
      actorId: actor.id,
      conversationId: conversationId ?? null,
      details: details ?? null,
      link: null,
    });
  };

  async record(entry: AuditEntry): Promise<void> {
    this.write(entry);
  }

  async head(): Promise<AuditHead> {
    return this.#head;
  }

  async unchained(limit: number): Promise<RecordedEntry[]> {
    return this.#rows
      .filter(({ link }) => link === null)
      .slice(0, limit)
      .map(toRecorded);
  }

  async link(onto: AuditHead, links: readonly Pick<ChainedEntry, 'id' | 'seq' | 'hash'>[]): Promise<boolean> {
    const last = links.at(-1);
    if (!last) return true;
    if (onto.seq !== this.#head.seq || onto.hash !== this.#head.hash) return false;
    if (links.some(({ id }) => this.#rows[id - 1]?.link !== null)) return false;
    for (const { id, seq, hash } of links) {
      const row = this.#rows[id - 1];
      if (row) row.link = { seq, hash };
    }
    this.#head = { ...this.#head, seq: last.seq, hash: last.hash };
    return true;
  }

  async read({ after, limit, newestFirst, ...search }: AuditSearch): Promise<ChainedEntry[]> {
    return this.#rows
      .filter((row) => isFound(row, search) && this.#involves(row, search.customerId))
      .flatMap((row) => (row.link ? [{ ...toRecorded(row), ...row.link }] : []))
      .filter(({ seq }) => (newestFirst ? seq < newestFirst.before : seq > after))
      .toSorted((a, b) => (newestFirst ? b.seq - a.seq : a.seq - b.seq))
      .slice(0, limit);
  }

  /** The trail itself says which conversations are a customer's. */
  #involves({ actorId, conversationId, details }: Row, customerId: string | undefined): boolean {
    if (customerId === undefined || actorId === customerId) return true;
    if (detail(details, 'customerId') === customerId) return true;
    const isSame = (row: Row) => row.actorId === customerId && row.conversationId === conversationId;
    return conversationId !== null && this.#rows.some(isSame);
  }
}

function isFound(row: Row, search: Omit<AuditSearch, 'after' | 'limit' | 'newestFirst'>): boolean {
  const { conversationId, action, actorId, sessionId, since, until } = search;
  return (
    (conversationId === undefined || row.conversationId === conversationId) &&
    (action === undefined || row.action === action) &&
    (actorId === undefined || row.actorId === actorId) &&
    (sessionId === undefined || detail(row.details, 'sessionId') === sessionId) &&
    (since === undefined || row.atMs >= since.getTime()) &&
    (until === undefined || row.atMs < until.getTime())
  );
}

function detail(details: unknown, name: string): unknown {
  return (details as Record<string, unknown> | null)?.[name];
}

function toRecorded({ atMs: _at, link: _link, ...entry }: Row): RecordedEntry {
  return entry;
}
