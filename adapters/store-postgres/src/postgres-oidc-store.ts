import type {
  AuditEntry,
  OidcSessionRecord,
  OidcStore,
  PendingSignInRecord,
  ProviderLogout,
  RefreshClaim,
  UsedToken,
} from '@throughline/core';
import { type ExpressionBuilder, type Kysely, sql } from 'kysely';
import { writeAudit } from './audit.js';
import { isLoggedOut, lockForLogout, putOidc, toOidcSession } from './oidc-rows.js';
import type { Database } from './schema.js';
import { earlier, toSession, useToken } from './sign-in.js';

/** A logout is remembered longer than any sign-in can be under way, in milliseconds. */
const LOGOUT_KEPT_MS = 15 * 60_000;

/** Sign-in at an identity provider. */
export class PostgresOidcStore implements OidcStore {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  async keepPending(pending: PendingSignInRecord): Promise<void> {
    await this.#db
      .insertInto('pending_sign_in')
      .values({
        state_hash: pending.stateHash,
        browser_hash: pending.browserHash,
        sealed: pending.sealed,
        expires_at: pending.expiresAt,
      })
      .execute();
  }

  async takePending(
    stateHash: Uint8Array,
    browserHash: Uint8Array,
    now: Date,
  ): Promise<PendingSignInRecord | null> {
    const row = await this.#db
      .deleteFrom('pending_sign_in')
      .where('state_hash', '=', stateHash)
      .where('browser_hash', '=', browserHash)
      .where('expires_at', '>', now)
      .returningAll()
      .executeTakeFirst();
    if (!row) return null;
    return {
      stateHash: row.state_hash,
      browserHash: row.browser_hash,
      sealed: row.sealed,
      expiresAt: row.expires_at,
    };
  }

  async find(sessionId: string): Promise<OidcSessionRecord | null> {
    const row = await this.#db
      .selectFrom('oidc_session')
      .selectAll()
      .where('session_id', '=', sessionId)
      .executeTakeFirst();
    return row ? toOidcSession(row) : null;
  }

  async dueForRefresh(sessionIds: readonly string[], now: Date): Promise<readonly string[]> {
    if (sessionIds.length === 0) return [];
    const rows = await this.#db
      .selectFrom('oidc_session')
      .select('session_id')
      .where('session_id', '=', sql<string>`any(${sessionIds}::text[])`)
      .where('refresh_at', '<=', now)
      .execute();
    return rows.map((row) => row.session_id);
  }

  async claimRefresh(
    sessionId: string,
    { now, until, notSince }: { readonly now: Date; readonly until: Date; readonly notSince: Date },
  ): Promise<RefreshClaim | null> {
    return this.#db.transaction().execute(async (tx) => {
      const oidc = await tx
        .updateTable('oidc_session')
        .set({ refreshing_until: until })
        .where('session_id', '=', sessionId)
        .where('refresh_at', 'is not', null)
        .where('issued_at', '<=', notSince)
        .where((where) =>
          where.or([where('refreshing_until', 'is', null), where('refreshing_until', '<=', now)]),
        )
        .returningAll()
        .executeTakeFirst();
      if (!oidc) return null;
      const session = await tx
        .selectFrom('customer_session')
        .selectAll()
        .where('id', '=', sessionId)
        .where('idle_until', '>', now)
        .executeTakeFirst();
      return session ? { session: toSession(session), oidc: toOidcSession(oidc) } : null;
    });
  }

  async putRefreshed(
    { id, browserHash, sealed, idleUntil, absoluteUntil }: Parameters<OidcStore['putRefreshed']>[0],
    oidc: OidcSessionRecord,
  ): Promise<boolean> {
    return this.#db.transaction().execute(async (tx) => {
      if (await isLoggedOut(tx, oidc)) return false;
      const { numUpdatedRows } = await tx
        .updateTable('customer_session')
        .set({
          sealed: sql<Uint8Array>`case when browser_hash = ${browserHash} then ${sealed}::bytea else sealed end`,
          idle_until: earlier(idleUntil, absoluteUntil),
          absolute_until: absoluteUntil,
        })
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
      if (numUpdatedRows === 0n) return false;
      await putOidc(tx, id, oidc);
      return true;
    });
  }

  async logOut(
    logout: ProviderLogout,
    token: UsedToken,
    audit: (customerId: string) => AuditEntry,
  ): Promise<'replayed' | readonly string[]> {
    return this.#db.transaction().execute(async (tx) => {
      const { issuer, subject, providerSession, at } = logout;
      await lockForLogout(tx, issuer);
      if (!(await useToken(tx, token))) return 'replayed';
      const expires_at = new Date(at.getTime() + LOGOUT_KEPT_MS);
      await tx
        .insertInto('oidc_logout')
        .values({ issuer, subject, provider_session: providerSession, at, expires_at })
        .execute();
      const ended = await tx
        .deleteFrom('customer_session')
        .where('id', 'in', (from) =>
          from.selectFrom('oidc_session').select('session_id').where(isMeant(logout)),
        )
        .returning(['id', 'customer_id'])
        .execute();
      for (const { customer_id } of ended) await writeAudit(tx, audit(customer_id));
      return ended.map(({ id }) => id);
    });
  }
}

function isMeant({ issuer, subject, providerSession }: ProviderLogout) {
  return (where: ExpressionBuilder<Database, 'oidc_session'>) =>
    where.and([
      where('issuer', '=', issuer),
      ...(subject === null ? [] : [where('subject', '=', subject)]),
      ...(providerSession === null ? [] : [where('provider_session', '=', providerSession)]),
    ]);
}
