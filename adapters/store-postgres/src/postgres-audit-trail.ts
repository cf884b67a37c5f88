import type {
  AuditEntry,
  AuditHead,
  AuditSearch,
  AuditTrail,
  ChainedEntry,
  RecordedEntry,
} from '@throughline/core';
import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import { writeAudit } from './audit.js';
import type { Database } from './schema.js';

export class PostgresAuditTrail implements AuditTrail {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  async record(entry: AuditEntry): Promise<void> {
    await writeAudit(this.#db, entry);
  }

  async head(): Promise<AuditHead> {
    const { chain_id, seq, hash } = await this.#db
      .selectFrom('audit_head')
      .select(['chain_id', 'seq', sql<string>`encode(hash, 'hex')`.as('hash')])
      .executeTakeFirstOrThrow();
    return { chainId: chain_id, seq: Number(seq), hash };
  }

  async unchained(limit: number): Promise<RecordedEntry[]> {
    const rows = await recorded(this.#db.selectFrom('audit_entry'))
      .where('seq', 'is', null)
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.map(toRecorded);
  }

  async link(onto: AuditHead, links: readonly Pick<ChainedEntry, 'id' | 'seq' | 'hash'>[]): Promise<boolean> {
    const last = links.at(-1);
    if (!last) return true;
    const { rows } = await sql<{ linked: boolean }>`
      select chain_audit_entries(
        ${onto.seq}::bigint,
        decode(${onto.hash}, 'hex'),
        ${links.map(({ id }) => id)}::bigint[],
        ${links.map(({ seq }) => seq)}::bigint[],
        ${links.map(({ hash }) => hash)}::text[]
      ) as linked`.execute(this.#db);
    return rows[0]?.linked ?? false;
  }

  async read({ after, limit, newestFirst, ...search }: AuditSearch): Promise<ChainedEntry[]> {
    let query = recorded(this.#db.selectFrom('audit_entry')).select([
      'seq',
      sql<string>`encode(hash, 'hex')`.as('hash'),
    ]);
    query = newestFirst ? query.where('seq', '<', newestFirst.before) : query.where('seq', '>', after);
    if (search.conversationId !== undefined)
      query = query.where('conversation_id', '=', search.conversationId);
    if (search.action !== undefined)
      query = query.where('action', '=', search.action as AuditEntry['action']);
    if (search.actorId !== undefined) query = query.where('actor_id', '=', search.actorId);
    if (search.customerId !== undefined) query = query.where(involves(search.customerId));
    if (search.sessionId !== undefined)
      query = query.where(sql`details->>'sessionId'`, '=', search.sessionId);
    if (search.since !== undefined) query = query.where('at', '>=', search.since);
    if (search.until !== undefined) query = query.where('at', '<', search.until);
    const rows = await query
      .orderBy('seq', newestFirst ? 'desc' : 'asc')
      .limit(limit)
      .execute();
    return rows.map((row) => ({ ...toRecorded(row), seq: Number(row.seq), hash: row.hash }));
  }
}

/** The trail itself says which conversations are a customer's, so that it also does when these are gone. */
function involves(customerId: string) {
  return sql<boolean>`(actor_id = ${customerId} or details->>'customerId' = ${customerId} or conversation_id in (
    select conversation_id from audit_entry where actor_id = ${customerId} and conversation_id is not null))`;
}

/** What is hashed is read as text: a `Date` would drop the microseconds that somebody could change unseen. */
function recorded<O>(query: SelectQueryBuilder<Database, 'audit_entry', O>) {
  return query.select([
    'id',
    sql<string>`to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`.as('at'),
    'action',
    'actor_kind',
    'actor_id',
    'conversation_id',
    'details',
  ]);
}

interface RecordedRow {
  readonly id: number;
  readonly at: string;
  readonly action: string;
  readonly actor_kind: string;
  readonly actor_id: string;
  readonly conversation_id: string | null;
  readonly details: unknown;
}

function toRecorded(row: RecordedRow): RecordedEntry {
  return {
    id: Number(row.id),
    at: row.at,
    action: row.action,
    actorKind: row.actor_kind,
    actorId: row.actor_id,
    conversationId: row.conversation_id,
    details: row.details,
  };
}
