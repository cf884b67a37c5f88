import type { AuditEntry, ContactCenterOutcome, NewPrivacyRequest, PrivacyRequest } from '@throughline/core';
import { type Kysely, type Selectable, sql } from 'kysely';
import { writeAudit } from './audit.js';
import { isHeld } from './legal-hold.js';
import type { Database, PrivacyRequestTable } from './schema.js';

/** {@link PrivacyStore.request}. */
export async function keepRequest(
  db: Kysely<Database>,
  request: NewPrivacyRequest,
  audit: AuditEntry,
): Promise<PrivacyRequest | 'held' | 'unknown'> {
  return db.transaction().execute(async (tx) => {
    const { customerId } = request;
    // The lock lets one of several requests at once be the first.
    const customer = await tx
      .selectFrom('customer')
      .select(['issuer', 'external_id'])
      .where('id', '=', customerId)
      .forUpdate()
      .executeTakeFirst();
    const open = await tx
      .selectFrom('privacy_request')
      .selectAll()
      .where('customer_id', '=', customerId)
      .where('kind', '=', request.kind)
      .where('is_open', '=', true)
      .executeTakeFirst();
    if (open) return toPrivacyRequest(open);
    if (!customer) return 'unknown';
    if (request.kind === 'erasure' && (await isHeld(tx, customerId))) return 'held';
    const row = await tx
      .insertInto('privacy_request')
      .values({
        id: request.id,
        kind: request.kind,
        customer_id: customerId,
        subject: request.subject,
        issuer: customer.issuer,
        external_id: customer.external_id,
        conversation_ids: await workOf(tx, customerId),
        requested_at: request.requestedAt,
        requested_by: request.requestedBy,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await writeAudit(tx, audit);
    return toPrivacyRequest(row);
  });
}

/** {@link PrivacyStore.reopenErasure}. */
export async function reopenErasure(
  db: Kysely<Database>,
  { id, customerId, subject, requestedAt, requestedBy }: Omit<NewPrivacyRequest, 'kind'>,
  audit: AuditEntry,
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const customer = await tx
      .selectFrom('customer')
      .select(['issuer', 'external_id'])
      .where('id', '=', customerId)
      .forUpdate()
      .executeTakeFirst();
    if (!customer) return false;
    // What was asked before the restored time, or held since, is overtaken.
    await tx.deleteFrom('privacy_request').where('customer_id', '=', customerId).execute();
    await tx.deleteFrom('legal_hold').where('customer_id', '=', customerId).execute();
    await tx
      .insertInto('privacy_request')
      .values({
        id,
        kind: 'erasure',
        customer_id: customerId,
        subject,
        issuer: customer.issuer,
        external_id: customer.external_id,
        conversation_ids: await workOf(tx, customerId),
        requested_at: requestedAt,
        requested_by: requestedBy,
      })
      .execute();
    await writeAudit(tx, audit);
    return true;
  });
}

/** {@link PrivacyStore.contactCenterDone}. */
export async function contactCenterDone(
  db: Kysely<Database>,
  requestId: string,
  { at, counts, sealedData }: ContactCenterOutcome,
  audit: AuditEntry,
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('privacy_request')
      .set({ contact_center_at: at, contact_center: JSON.stringify(counts), sealed_data: sealedData })
      .where('id', '=', requestId)
      .where('contact_center_at', 'is', null)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return false;
    await writeAudit(tx, audit);
    await closeRequest(tx, requestId);
    return true;
  });
}

/** A request of which nothing is left to do tells no more whom it was about. */
export async function closeRequest(db: Kysely<Database>, requestId: string): Promise<void> {
  await db
    .updateTable('privacy_request')
    .set({ is_open: false, issuer: null, external_id: null, conversation_ids: [] })
    .where('id', '=', requestId)
    .where('contact_center_at', 'is not', null)
    .where((where) =>
      where.or([
        where('kind', '=', 'export'),
        where.and([where('removed_at', 'is not', null), where('key_destroyed_at', 'is not', null)]),
      ]),
    )
    .execute();
}

/** Ids by which the contact center knows what the customer wanted. */
export async function workOf(tx: Kysely<Database>, customerId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from conversation where customer_id = ${customerId}
    union all
    select work_id from callback where customer_id = ${customerId} and work_id is not null`.execute(tx);
  return rows.map(({ id }) => id);
}

export function toPrivacyRequest(row: Selectable<PrivacyRequestTable>): PrivacyRequest {
  const { issuer, external_id: externalId, removed_at, removed, contact_center_at, contact_center } = row;
  return {
    id: row.id,
    kind: row.kind,
    customerId: row.customer_id,
    subject: row.subject,
    customer: issuer === null || externalId === null ? null : { issuer, externalId },
    conversationIds: row.conversation_ids,
    requestedAt: row.requested_at,
    requestedBy: row.requested_by,
    removed: removed_at && removed ? { at: removed_at, counts: removed } : null,
    keyDestroyedAt: row.key_destroyed_at,
    reference: row.reference,
    contactCenter:
      contact_center_at && contact_center
        ? { at: contact_center_at, counts: contact_center, sealedData: row.sealed_data }
        : null,
  };
}
