import type { AuditEntry, RevealStore, ValuePlace } from '@throughline/core';
import { type Kysely, sql } from 'kysely';
import { writeAudit } from './audit.js';
import type { Database } from './schema.js';

/** Sealed originals of hidden values, in rows that go with their conversation. */
export class PostgresRevealStore implements RevealStore {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  async keep(
    message: Pick<ValuePlace, 'conversationId' | 'entryId'> & { readonly customerId: string },
    sealed: readonly Uint8Array[],
    until: Date,
  ): Promise<void> {
    const { conversationId, entryId, customerId } = message;
    await this.#db.transaction().execute(async (tx) => {
      const conversation = await tx
        .selectFrom('conversation')
        .select('id')
        .where('id', '=', conversationId)
        .where('customer_id', '=', customerId)
        // As the reference would: a removal of the conversation waits.
        .forKeyShare()
        .executeTakeFirst();
      if (!conversation || sealed.length === 0) return;
      await tx
        .insertInto('revealable_value')
        .values(
          sealed.map((each, index) => ({
            conversation_id: conversationId,
            entry_id: entryId,
            index,
            sealed: each,
            kept_until: until,
          })),
        )
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    });
  }

  take(
    { conversationId, entryId, index }: ValuePlace,
    now: Date,
    audit: AuditEntry,
  ): Promise<Uint8Array | null> {
    return this.#db.transaction().execute(async (tx) => {
      const row = await tx
        .selectFrom('revealable_value')
        .select('sealed')
        .where('conversation_id', '=', conversationId)
        .where('entry_id', '=', entryId)
        .where('index', '=', index)
        .where('kept_until', '>', now)
        .executeTakeFirst();
      if (!row) return null;
      await writeAudit(tx, audit);
      return row.sealed;
    });
  }

  async forget(conversationId: string, entryIds: readonly string[]): Promise<void> {
    await this.#db
      .deleteFrom('revealable_value')
      .where('conversation_id', '=', conversationId)
      .where('entry_id', '=', sql<string>`any (${entryIds}::text[])`)
      .execute();
  }

  async purgeExpired(now: Date, limit: number): Promise<number> {
    const { numAffectedRows } = await sql`
      delete from revealable_value where ctid = any (array(
        select ctid from revealable_value where kept_until <= ${now}::timestamptz and not exists (
          select from conversation join legal_hold using (customer_id) where conversation.id = conversation_id)
        limit ${limit}))`.execute(this.#db);
    return Number(numAffectedRows ?? 0);
  }
}
