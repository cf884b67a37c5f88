import type { AuditEntry, IssuedToken, IssuedTokenStore } from '@throughline/core';
import { type Kysely, type Selectable, sql } from 'kysely';
import { writeAudit } from './audit.js';
import type { Database, IssuedTokenTable } from './schema.js';

/** Codes, tokens and grants of our provider. */
export class PostgresIssuedTokenStore implements IssuedTokenStore {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  async save(token: IssuedToken, audit?: AuditEntry): Promise<void> {
    const values = {
      grant_id: token.grantId,
      payload: JSON.stringify(token.payload),
      expires_at: token.expiresAt,
      used_at: token.usedAt,
    };
    await this.#db.transaction().execute(async (tx) => {
      await tx
        .insertInto('issued_token')
        .values({ kind: token.kind, id_hash: token.idHash, ...values })
        .onConflict((conflict) => conflict.columns(['kind', 'id_hash']).doUpdateSet(values))
        .execute();
      if (audit) await writeAudit(tx, audit);
    });
  }

  async find(kind: string, idHash: Uint8Array): Promise<IssuedToken | null> {
    const row = await this.#db
      .selectFrom('issued_token')
      .selectAll()
      .where('kind', '=', kind)
      .where('id_hash', '=', idHash)
      .executeTakeFirst();
    return row ? toToken(row) : null;
  }

  async use(kind: string, idHash: Uint8Array, at: Date): Promise<boolean> {
    const { numUpdatedRows } = await this.#db
      .updateTable('issued_token')
      .set({ used_at: at })
      .where('kind', '=', kind)
      .where('id_hash', '=', idHash)
      .where('used_at', 'is', null)
      .executeTakeFirstOrThrow();
    return numUpdatedRows === 1n;
  }

  async remove(kind: string, idHash: Uint8Array): Promise<void> {
    await this.#db
      .deleteFrom('issued_token')
      .where('kind', '=', kind)
      .where('id_hash', '=', idHash)
      .execute();
  }

  async revokeGrant(grantId: string, audit: AuditEntry): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      const { numDeletedRows } = await tx
        .deleteFrom('issued_token')
        .where('grant_id', '=', grantId)
        .executeTakeFirstOrThrow();
      if (numDeletedRows > 0n) await writeAudit(tx, audit);
    });
  }

  async purgeExpired(now: Date, limit: number): Promise<number> {
    const { numAffectedRows } = await sql`
      delete from issued_token where ctid = any (array(
        select ctid from issued_token where expires_at <= ${now} limit ${limit} for update skip locked
      ))`.execute(this.#db);
    return Number(numAffectedRows);
  }
}

function toToken(row: Selectable<IssuedTokenTable>): IssuedToken {
  return {
    kind: row.kind,
    idHash: row.id_hash,
    grantId: row.grant_id,
    payload: row.payload,
    expiresAt: row.expires_at,
    usedAt: row.used_at,
  };
}
