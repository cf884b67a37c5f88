import { CoreError } from '@throughline/core';
import { Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import { StoreStatementError } from './errors.js';
import type { Database } from './schema.js';
import { SchemaIntrospector } from './schema-introspector.js';

export interface SqlResult {
  /** `SELECT`, `INSERT` … */
  readonly command: string;
  readonly rowCount: number | null;
  readonly rows: readonly unknown[];
}

/** One database session, used by one caller at a time. */
export interface SqlConnection {
  /** Rejects with {@link StoreStatementError} when the database refuses; with anything else when the session is lost. */
  query(sql: string, parameters: readonly unknown[]): Promise<SqlResult>;
  /** Gives the session back. */
  release(): void;
}

/** Where SQL runs: a server through a pool of sessions, or the embedded database through its only one. */
export interface SqlEngine {
  connect(): Promise<SqlConnection>;
  /** Waits for what is under way; later calls reject. */
  end(): Promise<void>;
}

/**
 * The same query builder over either engine. Every failure of a query reaches the caller as
 * `CoreError('unavailable')` or {@link StoreStatementError}.
 */
export function createDatabase(engine: SqlEngine): Kysely<Database> {
  const pool = {
    async connect() {
      const connection = await engine.connect().catch((error) => {
        throw unavailable(error);
      });
      return {
        query: (sql: string, parameters: readonly unknown[]) =>
          connection.query(sql, parameters).catch((error) => {
            throw toStoreError(error);
          }),
        release: () => connection.release(),
      };
    },
    end: () => engine.end(),
  };
  // The cast drops an overload for cursors, which only streaming queries use.
  return new Kysely({ dialect: new StoreDialect({ pool: pool as unknown as PostgresPool }) });
}

class StoreDialect extends PostgresDialect {
  override createIntrospector(db: Kysely<unknown>): SchemaIntrospector {
    return new SchemaIntrospector(db);
  }
}

/** SQLSTATE classes and codes after which the same call may succeed: on another connection, later, or alone. */
const TRANSIENT = /^(08|53|57|58|25006|40001|40P01|55P03)/;

function toStoreError(error: unknown): Error {
  return error instanceof StoreStatementError && !TRANSIENT.test(error.sqlState) ? error : unavailable(error);
}

function unavailable(cause: unknown): CoreError {
  return new CoreError('unavailable', 'The database cannot be reached or is busy. Try again.', { cause });
}
