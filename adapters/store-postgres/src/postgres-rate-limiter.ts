import type { RateLimiter, RateRule } from '@throughline/core';
import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.js';

/**
 * Counts in the database, for all of its nodes. Each key is a row that stays, so it is for limits with few keys. While
 * the database is away everything waits.
 */
export class PostgresRateLimiter implements RateLimiter {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  async take({ name, uses, perSeconds }: RateRule, key: string): Promise<number | null> {
    try {
      const { rows } = await sql<{ uses: number; left_ms: number }>`
        insert into rate_window (name, key, ends_at, uses)
        values (${name}, ${key}, clock_timestamp() + ${perSeconds}::double precision * interval '1 second', 1)
        on conflict (name, key) do update set
          uses = case when rate_window.ends_at <= clock_timestamp() then 1 else rate_window.uses + 1 end,
          ends_at = case when rate_window.ends_at <= clock_timestamp()
            then excluded.ends_at else rate_window.ends_at end
        returning uses, (extract(epoch from ends_at - clock_timestamp()) * 1000)::double precision as left_ms
      `.execute(this.#db);
      const [row] = rows;
      return row && row.uses <= uses ? null : Math.max(1, row?.left_ms ?? 0);
    } catch {
      return perSeconds * 1000;
    }
  }

  async close(): Promise<void> {}
}
