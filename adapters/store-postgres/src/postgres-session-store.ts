import { randomUUID } from 'node:crypto';
import type {
  AgentSessionRecord,
  AuditEntry,
  CustomerIdentity,
  SessionRecord,
  SessionStore,
  SignInOutcome,
  SignInRecord,
  UsedToken,
} from '@throughline/core';
import { type Kysely, sql } from 'kysely';
import { writeAudit } from './audit.js';
import type { Database } from './schema.js';
import { retireKeys, signIn, toSession, useToken } from './sign-in.js';

/** Tables whose rows are forgotten, with the column that says when. */
const EXPIRING = [
  ['customer_session', 'idle_until'],
  ['agent_session', 'expires_at'],
  ['used_token', 'expires_at'],
  ['pending_sign_in', 'expires_at'],
  ['oidc_logout', 'expires_at'],
] as const;

/** Most sessions of one customer that a list shows. */
const MOST_LISTED = 100;

/** Customers, sessions and used tokens. */
export class PostgresSessionStore implements SessionStore {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  async customerId(identity: CustomerIdentity): Promise<string> {
    const { issuer, externalId } = identity;
    const find = () =>
      this.#db
        .selectFrom('customer')
        .select('id')
        .where('issuer', '=', issuer)
        .where('external_id', '=', externalId)
        .executeTakeFirst();
    const known = await find();
    if (known) return known.id;
    const made = await this.#db
      .insertInto('customer')
      .values({ id: randomUUID(), issuer, external_id: externalId })
      .onConflict((conflict) => conflict.columns(['issuer', 'external_id']).doNothing())
      .returning('id')
      .executeTakeFirst();
    // Nothing made: another node was first, and its row is committed by now.
    return (made ?? (await find()))?.id ?? this.customerId(identity);
  }

  async signIn(record: SignInRecord, graceMs: number): Promise<SignInOutcome | 'replayed' | 'logged_out'> {
    return this.#db.transaction().execute((tx) => signIn(tx, record, graceMs));
  }

  async find(keyHash: Uint8Array, now: Date): Promise<SessionRecord | null> {
    const row = await this.#db
      .selectFrom('customer_session')
      .innerJoin('customer_session_key', 'customer_session_key.session_id', 'customer_session.id')
      .selectAll('customer_session')
      .where('customer_session_key.key_hash', '=', keyHash)
      .where((where) => where.or([where('works_until', 'is', null), where('works_until', '>', now)]))
      .where('idle_until', '>', now)
      .executeTakeFirst();
    return row ? toSession(row) : null;
  }

  async touch(
    { id, keyHash, usedAt, idleUntil }: Parameters<SessionStore['touch']>[0],
    graceMs: number,
  ): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      await tx
        .updateTable('customer_session')
        .set({
          used_at: sql`greatest(${usedAt}::timestamptz, used_at)`,
          idle_until: sql`least(${idleUntil}::timestamptz, absolute_until)`,
        })
        .where('id', '=', id)
        .where('idle_until', '<', idleUntil)
        .execute();
      if (keyHash) await retireKeys(tx, id, keyHash, usedAt, graceMs);
    });
  }

  async runningOf(ids: readonly string[], now: Date): Promise<ReadonlySet<string>> {
    if (ids.length === 0) return new Set();
    const rows = await this.#db
      .selectFrom('customer_session')
      .select('id')
      .where('id', '=', sql<string>`any(${ids}::text[])`)
      .where('idle_until', '>', now)
      .execute();
    return new Set(rows.map(({ id }) => id));
  }

  async listOf(customerId: string, now: Date): Promise<readonly SessionRecord[]> {
    const rows = await this.#db
      .selectFrom('customer_session')
      .selectAll()
      .where('customer_id', '=', customerId)
      .where('idle_until', '>', now)
      .orderBy('used_at', 'desc')
      .orderBy('id')
      .limit(MOST_LISTED)
      .execute();
    return rows.map(toSession);
  }

  async end(id: string, customerId: string, audit: AuditEntry): Promise<boolean> {
    return this.#db.transaction().execute(async (tx) => {
      const { numDeletedRows } = await tx
        .deleteFrom('customer_session')
        .where('id', '=', id)
        .where('customer_id', '=', customerId)
        .executeTakeFirstOrThrow();
      if (numDeletedRows === 0n) return false;
      await writeAudit(tx, audit);
      return true;
    });
  }

  async endAllOf(
    customerId: string,
    audit: AuditEntry,
    token?: UsedToken,
  ): Promise<readonly string[] | 'replayed'> {
    return this.#db.transaction().execute(async (tx) => {
      if (token && !(await useToken(tx, token))) return 'replayed';
      const ended = await tx
        .deleteFrom('customer_session')
        .where('customer_id', '=', customerId)
        .returning('id')
        .execute();
      if (ended.length > 0) await writeAudit(tx, audit);
      return ended.map(({ id }) => id);
    });
  }

  useToken(token: UsedToken): Promise<boolean> {
    return useToken(this.#db, token);
  }

  async startAgent(session: AgentSessionRecord, audit: AuditEntry): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      await tx
        .insertInto('agent_session')
        .values({
          id_hash: session.idHash,
          agent_id: session.agentId,
          display_name: session.displayName,
          roles: [...session.roles],
          sealed_id_token: session.sealedIdToken,
          created_at: session.createdAt,
          expires_at: session.expiresAt,
        })
        .execute();
      await writeAudit(tx, audit);
    });
  }

  async findAgent(idHash: Uint8Array, now: Date): Promise<AgentSessionRecord | null> {
    const row = await this.#db
      .selectFrom('agent_session')
      .selectAll()
      .where('id_hash', '=', idHash)
      .where('expires_at', '>', now)
      .executeTakeFirst();
    if (!row) return null;
    return {
      idHash: row.id_hash,
      agentId: row.agent_id,
      displayName: row.display_name,
      roles: row.roles,
      sealedIdToken: row.sealed_id_token,
      createdAt: row.created_at,
      expiresAt: row.expires_at,
    };
  }

  async endAgent(idHash: Uint8Array, audit: AuditEntry): Promise<boolean> {
    return this.#db.transaction().execute(async (tx) => {
      const { numDeletedRows } = await tx
        .deleteFrom('agent_session')
        .where('id_hash', '=', idHash)
        .executeTakeFirstOrThrow();
      if (numDeletedRows === 0n) return false;
      await writeAudit(tx, audit);
      return true;
    });
  }

  async purgeExpired(now: Date, limit: number): Promise<number> {
    return this.#db.transaction().execute(async (tx) => {
      let purged = 0;
      for (const [table, column] of EXPIRING) {
        // By row address, which the lock keeps in place to the end of the transaction.
        const { numAffectedRows } = await sql`
          delete from ${sql.table(table)} where ctid = any (array(
            select ctid from ${sql.table(table)}
            where ${sql.ref(column)} <= ${now} limit ${limit} for update skip locked
          ))`.execute(tx);
        purged += Number(numAffectedRows);
      }
      return purged;
    });
  }
}
