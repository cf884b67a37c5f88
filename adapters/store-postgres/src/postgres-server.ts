import { type Kysely, sql } from 'kysely';
import { DatabaseError, Pool, type PoolConfig, types } from 'pg';
import { createDatabase, type SqlEngine } from './engine.js';
import { StoreOpenError, StoreStatementError } from './errors.js';
import type { Database } from './schema.js';

export interface PostgresServerOptions {
  /** `postgres://user:password@host:port/database`, with the parameters that `pg` knows (`sslmode` …). */
  readonly url: string;
  /** Most connections at once; 10 by default. */
  readonly maxConnections?: number;
  /** Keeps all tables in this schema, which is created when missing. For tests. */
  readonly schema?: string;
}

/** Oldest server whose SQL is used, as `server_version_num` has it. */
const MIN_SERVER_VERSION = 150_000;

/** "Internal error" in the PostgreSQL manual, appendix A. */
const UNKNOWN_SQLSTATE = 'XX000';

const CONNECT_TIMEOUT_MS = 5_000;
/** A statement that takes longer is canceled by the server (T7). */
const STATEMENT_TIMEOUT_MS = 10_000;
/** Longer than the server's own limit: reached only when the server or the network is silent. */
const SILENCE_TIMEOUT_MS = 15_000;

/** Sessions on a server. Lost connections are replaced by themselves. */
export function openServer(options: PostgresServerOptions): SqlEngine {
  return createPostgresEngine({
    ...toPoolConfig(options),
    max: options.maxConnections ?? 10,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: SILENCE_TIMEOUT_MS,
  });
}

/**
 * Checks the server and brings the database up to date, on a connection of its own that may take its time.
 * @returns what the server is, for people
 */
export async function prepareServer(
  options: PostgresServerOptions,
  bringUpToDate: (db: Kysely<Database>) => Promise<void>,
): Promise<string> {
  const engine = createPostgresEngine({ ...toPoolConfig(options), max: 1 });
  try {
    (await engine.connect()).release();
    const db = createDatabase(engine);
    if (options.schema !== undefined) await createSchema(db, options.schema);
    const description = await checkServer(db);
    await bringUpToDate(db);
    return description;
  } catch (error) {
    if (error instanceof StoreOpenError) throw error;
    throw new StoreOpenError(`PostgreSQL cannot be used: ${reasonOf(error)}`);
  } finally {
    await engine.end();
  }
}

function toPoolConfig({ url, schema }: PostgresServerOptions): PoolConfig {
  if (schema !== undefined && !/^[a-z_][a-z0-9_]*$/.test(schema)) {
    throw new StoreOpenError(`The schema name "${schema}" is not made of a–z, 0–9 and _ only.`);
  }
  return {
    connectionString: url,
    application_name: 'throughline',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    types: { getTypeParser },
    ...(schema === undefined ? {} : { options: `-c search_path=${schema}` }),
  };
}

/** One node at a time: two that make the same schema at once would make one of them fail. */
async function createSchema(db: Kysely<Database>, schema: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext(${schema}))`.execute(tx);
    await tx.schema.createSchema(schema).ifNotExists().execute();
  });
}

async function checkServer(db: Kysely<Database>): Promise<string> {
  const { rows } = await sql<{ name: string; number: number; database: string }>`
    select current_setting('server_version') as name, current_setting('server_version_num')::integer as number,
      current_database() as database`.execute(db);
  const [server] = rows;
  if (!server || server.number < MIN_SERVER_VERSION) {
    throw new StoreOpenError(`PostgreSQL ${server?.name} is too old: version 15 or newer is needed.`);
  }
  return `PostgreSQL ${server.name}, database "${server.database}"`;
}

function createPostgresEngine(config: PoolConfig): SqlEngine {
  const pool = new Pool(config);
  // A lost connection shows in the next call that needs one; without listeners it would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return {
    async connect() {
      const client = await pool.connect();
      let failure: Error | undefined;
      return {
        async query(text, parameters) {
          if (failure) throw failure;
          try {
            return await client.query(text, [...parameters]);
          } catch (error) {
            // Not its message: that can quote values.
            if (error instanceof DatabaseError) {
              throw new StoreStatementError(error.code ?? UNKNOWN_SQLSTATE, error.constraint ?? null);
            }
            // It is the connection that failed: it must not be used again.
            failure = error instanceof Error ? error : new Error(String(error));
            throw failure;
          }
        },
        release: () => client.release(failure),
      };
    },
    end: () => pool.end(),
  };
}

/** As the embedded database answers: 8-byte integers as numbers, bytes as plain `Uint8Array`. */
const getTypeParser: typeof types.getTypeParser = ((oid: number, format?: 'text' | 'binary') => {
  if (oid === types.builtins.INT8) return Number;
  if (oid === types.builtins.BYTEA)
    return (text: string) => Uint8Array.from(Buffer.from(text.slice(2), 'hex'));
  return types.getTypeParser(oid, format as 'text');
}) as typeof types.getTypeParser;

/** What the driver said, and not what it was given: the URL holds a password. */
function reasonOf(error: unknown): string {
  const { message, code } = error as { message?: string; code?: string };
  // A host with several addresses fails with an empty message and a code.
  return message || code || 'unknown reason';
}
