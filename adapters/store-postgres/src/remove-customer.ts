import type { AuditEntry, RemovedCounts } from '@throughline/core';
import { type Kysely, sql } from 'kysely';
import { writeAudit } from './audit.js';
import { isHeld } from './legal-hold.js';
import { workOf } from './privacy-requests.js';
import type { Database } from './schema.js';

/** {@link PrivacyStore.removeCustomer}. */
export async function removeCustomer(
  db: Kysely<Database>,
  requestId: string,
  at: Date,
  audit: (removed: RemovedCounts) => AuditEntry,
): Promise<RemovedCounts | 'held' | null> {
  return db.transaction().execute(async (tx) => {
    const request = await tx
      .selectFrom('privacy_request')
      .select('customer_id')
      .where('id', '=', requestId)
      .where('kind', '=', 'erasure')
      .where('removed_at', 'is', null)
      .forUpdate()
      .executeTakeFirst();
    if (!request) return null;
    const { customer_id: customerId } = request;
    // Whatever wants to add something of this customer waits for it, and finds no customer then.
    await tx.selectFrom('customer').select('id').where('id', '=', customerId).forUpdate().execute();
    if (await isHeld(tx, customerId)) return 'held';
    // Again: the customer may have wanted more since the request.
    const work = await workOf(tx, customerId);
    const counts = await removeAllOf(tx, customerId);
    await tx
      .updateTable('privacy_request')
      .set({ removed_at: at, removed: JSON.stringify(counts), conversation_ids: work })
      .where('id', '=', requestId)
      .execute();
    await writeAudit(tx, audit(counts));
    return counts;
  });
}

async function removeAllOf(tx: Kysely<Database>, customerId: string): Promise<RemovedCounts> {
  const conversations = await tx
    .selectFrom('conversation')
    .select('id')
    .where('customer_id', '=', customerId)
    .execute();
  const removed = await removeConversations(tx, ids(conversations));
  const callbacks = await tx
    .selectFrom('callback')
    .select(['id', 'work_id'])
    .where('customer_id', '=', customerId)
    .execute();
  const work = await removeInteractions(
    tx,
    callbacks.flatMap(({ work_id }) => work_id ?? []),
  );
  return {
    ...removed,
    interactions: (removed.interactions ?? 0) + work,
    ...(await removeCallbacks(tx, ids(callbacks))),
    // Of the version before sessions had ids.
    sessions:
      (await count(sql`delete from customer_session where customer_id = ${customerId}`, tx)) +
      (await count(sql`delete from session where customer_id = ${customerId}`, tx)),
    carryOvers: await count(sql`delete from carry_over where customer_id = ${customerId}`, tx),
    mails: await count(sql`delete from outgoing_mail where customer_id = ${customerId}`, tx),
    remoteCustomers: await count(sql`delete from remote_customer where customer_id = ${customerId}`, tx),
    issuedTokens: await count(sql`delete from issued_token where grant_id like ${customerId} || '.%'`, tx),
    exports: await count(
      sql`delete from privacy_request where customer_id = ${customerId} and kind = 'export'`,
      tx,
    ),
    customers: await count(sql`delete from customer where id = ${customerId}`, tx),
  };
}

/** Removes conversations with all that belongs to them; live ones too. */
export async function removeConversations(
  tx: Kysely<Database>,
  conversationIds: readonly string[],
): Promise<RemovedCounts> {
  if (conversationIds.length === 0) return {};
  const these = sql`any (${conversationIds}::text[])`;
  await sql`select from conversation where id = ${these} order by id for update`.execute(tx);
  return {
    interactions: await removeInteractions(tx, conversationIds),
    entries: await count(sql`delete from entry where conversation_id = ${these}`, tx),
    context: await count(sql`delete from conversation_context where conversation_id = ${these}`, tx),
    decisions: await count(sql`delete from decision where conversation_id = ${these}`, tx),
    conversations: await count(sql`delete from conversation where id = ${these}`, tx),
  };
}

export async function removeCallbacks(
  tx: Kysely<Database>,
  callbackIds: readonly string[],
): Promise<RemovedCounts> {
  if (callbackIds.length === 0) return {};
  const these = sql`any (${callbackIds}::text[])`;
  return {
    callbackNotes: await count(sql`delete from callback_note where callback_id = ${these}`, tx),
    callbacks: await count(sql`delete from callback where id = ${these}`, tx),
  };
}

/** {@link InteractionStore.forget}. */
export async function removeInteractions(
  db: Kysely<Database>,
  conversationIds: readonly string[],
): Promise<number> {
  if (conversationIds.length === 0) return 0;
  return count(sql`delete from interaction where conversation_id = any (${conversationIds}::text[])`, db);
}

async function count(statement: ReturnType<typeof sql>, db: Kysely<Database>): Promise<number> {
  return Number((await statement.execute(db)).numAffectedRows);
}

function ids(rows: readonly { readonly id: string }[]): string[] {
  return rows.map(({ id }) => id);
}
