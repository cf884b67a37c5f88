import {
  type AuditEntry,
  PROPOSAL_MS,
  type StandInPerson,
  type StandInProposal,
  type StandInStore,
  type StandInSwitch,
} from '@throughline/core';
import { type Kysely, type RawBuilder, type Selectable, sql } from 'kysely';
import { writeAudit } from './audit.js';
import type { Database, StandInSwitchTable } from './schema.js';

type Row = Selectable<StandInSwitchTable>;

export class PostgresStandInStore implements StandInStore {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  async latest(): Promise<StandInSwitch | null> {
    const row = await this.#db.selectFrom('stand_in_switch').selectAll().executeTakeFirst();
    return row ? toSwitch(row) : null;
  }

  async propose(
    { id, proposedAt, proposedBy, proposerKind, minutes, reason }: StandInProposal,
    audit: AuditEntry,
  ): Promise<boolean> {
    const proposed = await this.#change(
      sql<Row>`
        insert into stand_in_switch as s (id, proposed_at, proposed_by, proposer_kind, minutes, reason)
        values (${id}, ${proposedAt}, ${proposedBy}, ${proposerKind}, ${minutes}, ${reason})
        on conflict (singleton) do update
        set id = excluded.id, proposed_at = excluded.proposed_at, proposed_by = excluded.proposed_by,
          proposer_kind = excluded.proposer_kind,
          minutes = excluded.minutes, reason = excluded.reason, confirmed_at = null, confirmed_by = null, until = null, ended_at = null
        where not (${isOpen(proposedAt)})
        returning s.*`,
      audit,
    );
    return proposed !== null;
  }

  async confirm(id: string, by: StandInPerson, at: Date, audit: AuditEntry): Promise<StandInSwitch | null> {
    return this.#change(
      sql<Row>`
        update stand_in_switch s
        set confirmed_at = ${at}, confirmed_by = ${by.id},
          until = ${at}::timestamptz + s.minutes * interval '1 minute'
        where s.id = ${id} and s.until is null and s.proposed_by <> ${by.id}
          and s.proposer_kind = ${by.kind} and (${isOpen(at)})
        returning s.*`,
      audit,
    );
  }

  async end(at: Date, audit: AuditEntry): Promise<StandInSwitch | null> {
    return this.#change(
      sql<Row>`update stand_in_switch s set ended_at = ${at} where (${isOpen(at)}) returning s.*`,
      audit,
    );
  }

  async noteLapse(id: string, at: Date, audit: AuditEntry): Promise<boolean> {
    const lapsed = await this.#change(
      sql<Row>`
        update stand_in_switch s set ended_at = s.until
        where s.id = ${id} and s.ended_at is null and s.until <= ${at}
        returning s.*`,
      audit,
    );
    return lapsed !== null;
  }

  async assign(conversationId: string, at: Date, mayStandIn: boolean): Promise<boolean> {
    const inForce = sql`exists (select from stand_in_switch s where s.until is not null and (${isOpen(at)}))`;
    const elsewhere = sql`exists (select from relay_session where conversation_id = ${conversationId})`;
    await sql`
      insert into conversation_place (conversation_id, stand_in)
      values (${conversationId}, ${mayStandIn}::boolean and ${inForce} and not ${elsewhere})
      on conflict do nothing`.execute(this.#db);
    return (await this.standingIn([conversationId])).has(conversationId);
  }

  async standingIn(ids: readonly string[]): Promise<ReadonlySet<string>> {
    if (ids.length === 0) return new Set();
    const rows = await this.#db
      .selectFrom('conversation_place')
      .select('conversation_id')
      .where('conversation_id', 'in', [...ids])
      .where('stand_in', '=', true)
      .execute();
    return new Set(rows.map(({ conversation_id: id }) => id));
  }

  async #change(statement: RawBuilder<Row>, audit: AuditEntry): Promise<StandInSwitch | null> {
    return this.#db.transaction().execute(async (tx) => {
      const [row] = (await statement.execute(tx)).rows;
      if (!row) return null;
      await writeAudit(tx, audit);
      return toSwitch(row);
    });
  }
}

/** As `isOpen` of the port says, of the row `s`. */
function isOpen(at: Date) {
  const proposedAfter = new Date(at.getTime() - PROPOSAL_MS);
  return sql<boolean>`s.ended_at is null
    and case when s.until is null then s.proposed_at > ${proposedAfter} else s.until > ${at} end`;
}

function toSwitch(row: Row): StandInSwitch {
  return {
    id: row.id,
    proposedAt: row.proposed_at,
    proposedBy: row.proposed_by,
    proposerKind: row.proposer_kind,
    minutes: row.minutes,
    reason: row.reason,
    confirmedAt: row.confirmed_at,
    confirmedBy: row.confirmed_by,
    until: row.until,
    endedAt: row.ended_at,
  };
}
