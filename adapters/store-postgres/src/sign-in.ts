import type { SessionRecord, SignInOutcome, SignInRecord, UsedToken } from '@throughline/core';
import { type Kysely, type Selectable, sql } from 'kysely';
import { writeAudit } from './audit.js';
import { isLoggedOut, putOidc } from './oidc-rows.js';
import type { CustomerSessionTable, Database } from './schema.js';

/** One sign-in; see `SessionStore.signIn`. Must run in a transaction of its own. */
export async function signIn(
  tx: Kysely<Database>,
  record: SignInRecord,
  graceMs: number,
): Promise<SignInOutcome | 'replayed' | 'logged_out'> {
  const { session, keyHash, token, oidc, audit } = record;
  if (oidc && (await isLoggedOut(tx, oidc))) return 'logged_out';
  if (token && !(await useToken(tx, token))) return 'replayed';
  // Tabs that sign in at once come one after the other, so that the first makes the session and the others join it.
  await tx
    .selectFrom('customer')
    .select('id')
    .where('id', '=', session.customerId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  const running = await findRunning(tx, record);
  const current = running ? await goOn(tx, running.id, session) : await start(tx, session);
  if (running) await retireKeys(tx, running.id, null, session.createdAt, graceMs);
  else await writeAudit(tx, audit);
  await tx
    .insertInto('customer_session_key')
    .values({
      key_hash: keyHash,
      session_id: current.id,
      issued_at: session.createdAt,
      works_until: null,
    })
    .execute();
  if (oidc) await putOidc(tx, current.id, oidc);
  return { session: current, ended: await endOthers(tx, record) };
}

/** Lets the session's keys that are older than `graceMs`, but for one of them, work for another `graceMs` only. */
export async function retireKeys(
  tx: Kysely<Database>,
  sessionId: string,
  exceptKeyHash: Uint8Array | null,
  now: Date,
  graceMs: number,
): Promise<void> {
  let keys = tx
    .updateTable('customer_session_key')
    .set({ works_until: new Date(now.getTime() + graceMs) })
    .where('session_id', '=', sessionId)
    .where('issued_at', '<=', new Date(now.getTime() - graceMs))
    .where('works_until', 'is', null);
  if (exceptKeyHash) keys = keys.where('key_hash', '!=', exceptKeyHash);
  await keys.execute();
}

export function toSession(row: Selectable<CustomerSessionTable>): SessionRecord {
  return {
    id: row.id,
    customerId: row.customer_id,
    browserHash: row.browser_hash,
    sealed: row.sealed,
    createdAt: row.created_at,
    usedAt: row.used_at,
    idleUntil: row.idle_until,
    absoluteUntil: row.absolute_until,
  };
}

/** The session of the presented key, also of one that works no more, before the one in the same browser. */
function findRunning(tx: Kysely<Database>, record: SignInRecord) {
  const { customerId, createdAt: now } = record.session;
  return tx
    .selectFrom('customer_session')
    .select('id')
    .where('customer_id', '=', customerId)
    .where('idle_until', '>', now)
    .where(inBrowser(record))
    .orderBy(sql`${ofPresentedKey(record)} is true`, 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
}

async function endOthers(tx: Kysely<Database>, record: SignInRecord): Promise<string[]> {
  const ended = await tx
    .deleteFrom('customer_session')
    .where('customer_id', '!=', record.session.customerId)
    .where(inBrowser(record))
    .returning(['id', 'customer_id'])
    .execute();
  for (const { customer_id: id } of ended) {
    await writeAudit(tx, { ...record.replacedAudit, actor: { kind: 'customer', id } });
  }
  return ended.map(({ id }) => id);
}

function inBrowser(record: SignInRecord) {
  return sql<boolean>`(browser_hash = ${record.session.browserHash} or ${ofPresentedKey(record)})`;
}

function ofPresentedKey({ presentedKeyHash }: SignInRecord) {
  if (!presentedKeyHash) return sql<boolean>`false`;
  return sql<boolean>`id = (select session_id from customer_session_key where key_hash = ${presentedKeyHash})`;
}

async function goOn(tx: Kysely<Database>, id: string, session: SessionRecord): Promise<SessionRecord> {
  const row = await tx
    .updateTable('customer_session')
    .set({
      browser_hash: session.browserHash,
      sealed: session.sealed,
      used_at: session.usedAt,
      idle_until: earlier(session.idleUntil, session.absoluteUntil),
      absolute_until: session.absoluteUntil,
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return toSession(row);
}

async function start(tx: Kysely<Database>, session: SessionRecord): Promise<SessionRecord> {
  const row = await tx
    .insertInto('customer_session')
    .values({
      id: session.id,
      customer_id: session.customerId,
      browser_hash: session.browserHash,
      sealed: session.sealed,
      created_at: session.createdAt,
      used_at: session.usedAt,
      idle_until: earlier(session.idleUntil, session.absoluteUntil),
      absolute_until: session.absoluteUntil,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toSession(row);
}

export function earlier(a: Date, b: Date): Date {
  return a < b ? a : b;
}

/** False when the token was used before. */
export async function useToken(tx: Kysely<Database>, token: UsedToken): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('used_token')
    .values({ issuer: token.issuer, jti: token.jti, expires_at: token.expiresAt })
    .onConflict((conflict) => conflict.columns(['issuer', 'jti']).doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows !== 0n;
}
