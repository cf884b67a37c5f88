import type { WorkLeases } from '@throughline/core';
import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.js';

export class PostgresWorkLeases implements WorkLeases {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  async take(work: string, holder: string, leaseMs: number): Promise<boolean> {
    const { rows } = await sql`
      insert into work_lease (work, holder, until)
      values (${work}, ${holder}, clock_timestamp() + ${leaseMs}::double precision * interval '1 millisecond')
      on conflict (work) do update set holder = excluded.holder, until = excluded.until
      where work_lease.holder = excluded.holder or work_lease.until < clock_timestamp()
      returning work`.execute(this.#db);
    return rows.length > 0;
  }

  async release(work: string, holder: string): Promise<void> {
    await this.#db.deleteFrom('work_lease').where('work', '=', work).where('holder', '=', holder).execute();
  }
}
