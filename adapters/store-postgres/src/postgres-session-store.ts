import { randomUUID } from 'node:crypto';
import type {
  AgentSessionRecord,
  AuditEntry,
  CustomerIdentity,
  SessionRecord,
  SessionStore,
  UsedToken,
} from '@throughline/core';
import { type Kysely, sql } from 'kysely';
import { writeAudit } from './audit.js';
import type { Database } from './schema.js';

/** Tables whose rows are forgotten, with the column that says when. */
const EXPIRING = [
  ['session', 'idle_until'],
  ['agent_session', 'expires_at'],
  ['used_token', 'expires_at'],
] as const;

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

  async start(session: SessionRecord, token: UsedToken, audit: AuditEntry): Promise<'started' | 'replayed'> {
    return this.#db.transaction().execute(async (tx) => {
      if (!(await useToken(tx, token))) return 'replayed';
      await tx
        .insertInto('session')
        .values({
          id_hash: session.idHash,
          customer_id: session.customerId,
          sealed_claims: session.sealedClaims,
          created_at: session.createdAt,
          idle_until: earlier(session.idleUntil, session.absoluteUntil),
          absolute_until: session.absoluteUntil,
        })
        .execute();
      await writeAudit(tx, audit);
      return 'started';
    });
  }

  async renew(
    session: Omit<SessionRecord, 'createdAt'>,
    token: UsedToken,
  ): Promise<'renewed' | 'replayed' | 'gone'> {
    return this.#db.transaction().execute(async (tx) => {
      const running = await tx
        .selectFrom('session')
        .select('id_hash')
        .where('id_hash', '=', session.idHash)
        .where('customer_id', '=', session.customerId)
        .forUpdate()
        .executeTakeFirst();
      if (!running) return 'gone';
      if (!(await useToken(tx, token))) return 'replayed';
      await tx
        .updateTable('session')
        .set({
          sealed_claims: session.sealedClaims,
          idle_until: session.idleUntil,
          absolute_until: session.absoluteUntil,
        })
        .where('id_hash', '=', session.idHash)
        .execute();
      return 'renewed';
    });
  }

  async find(idHash: Uint8Array, now: Date): Promise<SessionRecord | null> {
    const row = await this.#db
      .selectFrom('session')
      .selectAll()
      .where('id_hash', '=', idHash)
      .where('idle_until', '>', now)
      .executeTakeFirst();
    if (!row) return null;
    return {
      idHash: row.id_hash,
      customerId: row.customer_id,
      sealedClaims: row.sealed_claims,
      createdAt: row.created_at,
      idleUntil: row.idle_until,
      absoluteUntil: row.absolute_until,
    };
  }

  async touch(idHash: Uint8Array, idleUntil: Date): Promise<void> {
    await this.#db
      .updateTable('session')
      .set({ idle_until: sql`least(${idleUntil}::timestamptz, absolute_until)` })
      .where('id_hash', '=', idHash)
      .where('idle_until', '<', idleUntil)
      .execute();
  }

  async end(idHash: Uint8Array, audit: AuditEntry): Promise<boolean> {
    return this.#delete('session', idHash, audit);
  }

  async startAgent(session: AgentSessionRecord, audit: AuditEntry): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      await tx
        .insertInto('agent_session')
        .values({
          id_hash: session.idHash,
          agent_id: session.agentId,
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
      createdAt: row.created_at,
      expiresAt: row.expires_at,
    };
  }

  async endAgent(idHash: Uint8Array, audit: AuditEntry): Promise<boolean> {
    return this.#delete('agent_session', idHash, audit);
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

  async #delete(table: 'session' | 'agent_session', idHash: Uint8Array, audit: AuditEntry): Promise<boolean> {
    return this.#db.transaction().execute(async (tx) => {
      const { numDeletedRows } = await tx
        .deleteFrom(table)
        .where('id_hash', '=', idHash)
        .executeTakeFirstOrThrow();
      if (numDeletedRows === 0n) return false;
      await writeAudit(tx, audit);
      return true;
    });
  }
}

function earlier(a: Date, b: Date): Date {
  return a < b ? a : b;
}

/** False when the token was used before. */
async function useToken(tx: Kysely<Database>, token: UsedToken): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('used_token')
    .values({ issuer: token.issuer, jti: token.jti, expires_at: token.expiresAt })
    .onConflict((conflict) => conflict.columns(['issuer', 'jti']).doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows !== 0n;
}
