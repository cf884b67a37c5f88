import type {
  AuditEntry,
  NewOutgoingMail,
  OutgoingMail,
  OutgoingMailStore,
  TakenMail,
} from '@throughline/core';
import { type Kysely, type Selectable, sql } from 'kysely';
import { writeAudit } from './audit.js';
import type { Database, OutgoingMailTable } from './schema.js';

/** Mails on their way, in rows that go with their customer. */
export class PostgresOutgoingMailStore implements OutgoingMailStore {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  async add(mail: NewOutgoingMail, audit: AuditEntry): Promise<boolean> {
    const { id, customerId, conversationId, sealed, createdAt } = mail;
    return this.#db.transaction().execute(async (tx) => {
      const { numAffectedRows } = await sql`
        insert into outgoing_mail (id, customer_id, conversation_id, sealed, created_at, due_at)
        select ${id}, c.id, ${conversationId}, ${Buffer.from(sealed)}, ${createdAt}, ${createdAt}
        from customer c where c.id = ${customerId} for key share
        on conflict do nothing`.execute(tx);
      if (!numAffectedRows) return false;
      await writeAudit(tx, audit);
      return true;
    });
  }

  async take(now: Date, until: Date, limit: number): Promise<readonly OutgoingMail[]> {
    const { rows } = await sql<Selectable<OutgoingMailTable>>`
      update outgoing_mail set due_at = ${until}, attempts = attempts + 1
      where id = any (array(
        select id from outgoing_mail where due_at <= ${now}
        order by created_at limit ${limit} for update skip locked))
      returning *`.execute(this.#db);
    return rows.map(toMail).sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  }

  async postpone({ id, attempts }: TakenMail, dueAt: Date): Promise<void> {
    await this.#db
      .updateTable('outgoing_mail')
      .set({ due_at: dueAt })
      .where('id', '=', id)
      .where('attempts', '=', attempts)
      .execute();
  }

  async finish({ id, attempts }: TakenMail, audit: AuditEntry): Promise<boolean> {
    return this.#db.transaction().execute(async (tx) => {
      const row = await tx
        .deleteFrom('outgoing_mail')
        .where('id', '=', id)
        .where('attempts', '=', attempts)
        .returning('id')
        .executeTakeFirst();
      if (row) await writeAudit(tx, audit);
      return row !== undefined;
    });
  }

  async waiting(): Promise<{ count: number; oldestAt: Date | null }> {
    const { rows } = await sql<{ count: number; oldest_at: Date | null }>`
      select count(*)::int as count, min(created_at) as oldest_at from outgoing_mail`.execute(this.#db);
    return { count: rows[0]?.count ?? 0, oldestAt: rows[0]?.oldest_at ?? null };
  }
}

function toMail(row: Selectable<OutgoingMailTable>): OutgoingMail {
  return {
    id: row.id,
    customerId: row.customer_id,
    conversationId: row.conversation_id,
    sealed: row.sealed,
    createdAt: row.created_at,
    attempts: row.attempts,
  };
}
