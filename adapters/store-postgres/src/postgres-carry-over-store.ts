import type { AuditEntry, CarryOver, CarryOverStore } from '@throughline/core';
import { type Kysely, sql } from 'kysely';
import { writeAudit } from './audit.js';
import type { Database } from './schema.js';

/** What carry-over codes stand for, in rows that go with their customer. */
export class PostgresCarryOverStore implements CarryOverStore {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  async keep(carryOver: CarryOver, audit: AuditEntry): Promise<boolean> {
    const { codeHash, customerId, expiresAt, sealedContext } = carryOver;
    return this.#db.transaction().execute(async (tx) => {
      const customer = await tx
        .selectFrom('customer')
        .select('id')
        .where('id', '=', customerId)
        // As the reference would: an erasure of the customer waits.
        .forKeyShare()
        .executeTakeFirst();
      if (!customer) return false;
      const kept = await tx
        .insertInto('carry_over')
        .values({
          code_hash: Buffer.from(codeHash),
          customer_id: customerId,
          expires_at: expiresAt,
          sealed_context: Buffer.from(sealedContext),
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning('customer_id')
        .executeTakeFirst();
      if (kept) await writeAudit(tx, audit);
      return kept !== undefined;
    });
  }

  async take(
    codeHash: Uint8Array,
    now: Date,
    audit: (customerId: string) => AuditEntry,
  ): Promise<CarryOver | null> {
    return this.#db.transaction().execute(async (tx) => {
      const row = await tx
        .deleteFrom('carry_over')
        .where('code_hash', '=', Buffer.from(codeHash))
        .where('expires_at', '>', now)
        .returningAll()
        .executeTakeFirst();
      if (!row) return null;
      await writeAudit(tx, audit(row.customer_id));
      return {
        codeHash: row.code_hash,
        customerId: row.customer_id,
        expiresAt: row.expires_at,
        sealedContext: row.sealed_context,
      };
    });
  }

  async purgeExpired(now: Date, limit: number): Promise<number> {
    const { numAffectedRows } = await sql`
      delete from carry_over where ctid = any (array(
        select ctid from carry_over where expires_at <= ${now}::timestamptz limit ${limit}))`.execute(
      this.#db,
    );
    return Number(numAffectedRows ?? 0);
  }
}
