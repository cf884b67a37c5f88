import type { OidcSessionRecord } from '@throughline/core';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Database, OidcSessionTable } from './schema.js';

/** Logouts of an issuer wait for its sign-ins that are being committed; those that come later see the logout. */
export async function lockForLogout(tx: Kysely<Database>, issuer: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${lockOf(issuer)})`.execute(tx);
}

/** Whether the provider ended what the tokens stand for after it had issued them. Waits for logouts under way. */
export async function isLoggedOut(tx: Kysely<Database>, oidc: OidcSessionRecord): Promise<boolean> {
  const { issuer, subject, providerSession, issuedAt } = oidc;
  await sql`select pg_advisory_xact_lock_shared(${lockOf(issuer)})`.execute(tx);
  const logout = await tx
    .selectFrom('oidc_logout')
    .select('at')
    .where('issuer', '=', issuer)
    .where('at', '>=', issuedAt)
    .where((where) =>
      where.or([
        where('provider_session', '=', providerSession),
        where.and([where('provider_session', 'is', null), where('subject', '=', subject)]),
      ]),
    )
    .limit(1)
    .executeTakeFirst();
  return logout !== undefined;
}

export async function putOidc(
  tx: Kysely<Database>,
  sessionId: string,
  oidc: OidcSessionRecord,
): Promise<void> {
  const row = {
    issuer: oidc.issuer,
    subject: oidc.subject,
    provider_session: oidc.providerSession,
    sealed_tokens: oidc.sealedTokens,
    issued_at: oidc.issuedAt,
    refresh_at: oidc.refreshAt,
    refreshing_until: null,
  };
  await tx
    .insertInto('oidc_session')
    .values({ session_id: sessionId, ...row })
    .onConflict((conflict) => conflict.column('session_id').doUpdateSet(row))
    .execute();
}

export function toOidcSession(row: Selectable<OidcSessionTable>): OidcSessionRecord {
  return {
    issuer: row.issuer,
    subject: row.subject,
    providerSession: row.provider_session,
    sealedTokens: row.sealed_tokens,
    issuedAt: row.issued_at,
    refreshAt: row.refresh_at,
  };
}

function lockOf(issuer: string) {
  return sql`hashtextextended(${`oidc:${issuer}`}, 0)`;
}
