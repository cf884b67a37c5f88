import { type Kysely, sql } from 'kysely';

/** A migration's `up` that runs these statements in order; the migrator wraps all of them in one transaction. */
export function runStatements(...statements: readonly string[]) {
  return async (db: Kysely<unknown>): Promise<void> => {
    for (const statement of statements) await sql.raw(statement).execute(db);
  };
}
