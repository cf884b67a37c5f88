import type { AuditEntry, RemoteWork, RemoteWorkStore } from '@throughline/core';
import { type Kysely, sql } from 'kysely';
import { writeAudit } from './audit.js';
import type { Database } from './schema.js';

/** Work elsewhere of one kind, in rows that are gone when it is over. */
export class PostgresRemoteWorkStore implements RemoteWorkStore {
  readonly #db: Kysely<Database>;
  readonly #kind: 'call' | 'wrap-up';

  constructor(db: Kysely<Database>, kind: 'call' | 'wrap-up') {
    this.#db = db;
    this.#kind = kind;
  }

  async begin(workId: string, begunAt: Date, lookAt: Date): Promise<boolean> {
    const { numInsertedOrUpdatedRows } = await this.#db
      .insertInto('placed_call')
      .values({ work_id: workId, kind: this.#kind, begun_at: begunAt, remote_id: null, look_at: lookAt })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return numInsertedOrUpdatedRows === 1n;
  }

  async identify(workId: string, remoteId: string, lookAt: Date, audit?: AuditEntry): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      const { numUpdatedRows } = await tx
        .updateTable('placed_call')
        .set({ remote_id: remoteId, look_at: lookAt })
        .where('work_id', '=', workId)
        .executeTakeFirst();
      if (audit && numUpdatedRows > 0n) await writeAudit(tx, audit);
    });
  }

  async lookAt(workId: string, at: Date): Promise<void> {
    await this.#db.updateTable('placed_call').set({ look_at: at }).where('work_id', '=', workId).execute();
  }

  async take(now: Date, until: Date, limit: number): Promise<readonly RemoteWork[]> {
    const { rows } = await sql<{ work_id: string; begun_at: Date; remote_id: string | null }>`
      update placed_call set look_at = ${until}
      where work_id = any (array(
        select work_id from placed_call where look_at <= ${now} and kind = ${this.#kind}
        order by look_at limit ${limit} for update skip locked))
      returning work_id, begun_at, remote_id`.execute(this.#db);
    return rows.map((row) => ({ workId: row.work_id, begunAt: row.begun_at, remoteId: row.remote_id }));
  }

  async forget(workId: string): Promise<void> {
    await this.#db.deleteFrom('placed_call').where('work_id', '=', workId).execute();
  }
}
