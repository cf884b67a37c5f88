import type {
  AuditEntry,
  Callback,
  ContactCenterOutcome,
  Conversation,
  CustomerIdentity,
  DataClass,
  LegalHold,
  NewPrivacyRequest,
  PrivacyRequest,
  PrivacyStore,
  RemovedCounts,
} from '@throughline/core';
import { type Kysely, sql } from 'kysely';
import { writeAudit } from './audit.js';
import { toConversation } from './conversation-rows.js';
import { isHeld } from './legal-hold.js';
import { toCallback } from './postgres-callback-store.js';
import {
  closeRequest,
  contactCenterDone,
  keepRequest,
  reopenErasure,
  toPrivacyRequest,
} from './privacy-requests.js';
import { purge } from './purge.js';
import { removeCustomer } from './remove-customer.js';
import type { Database } from './schema.js';

/** What happens to customers' data as a whole. */
export class PostgresPrivacyStore implements PrivacyStore {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  async customersNamed(
    externalId: string,
  ): Promise<readonly { readonly id: string; readonly customer: CustomerIdentity }[]> {
    const rows = await this.#db
      .selectFrom('customer')
      .selectAll()
      .where('external_id', '=', externalId)
      .orderBy('issuer')
      .execute();
    return rows.map(({ id, issuer }) => ({ id, customer: { issuer, externalId } }));
  }

  async customerOf(customerId: string): Promise<CustomerIdentity | null> {
    const row = await this.#db
      .selectFrom('customer')
      .select(['issuer', 'external_id'])
      .where('id', '=', customerId)
      .executeTakeFirst();
    return row ? { issuer: row.issuer, externalId: row.external_id } : null;
  }

  async purge(
    dataClass: DataClass,
    before: Date,
    limit: number,
    audit: (removed: RemovedCounts) => AuditEntry,
  ): Promise<RemovedCounts> {
    return purge(this.#db, dataClass, before, limit, audit);
  }

  async placeHold({ customerId, placedAt, placedBy }: LegalHold, audit: AuditEntry): Promise<boolean> {
    return this.#db.transaction().execute(async (tx) => {
      const { numInsertedOrUpdatedRows } = await tx
        .insertInto('legal_hold')
        .columns(['customer_id', 'placed_at', 'placed_by'])
        .expression((from) =>
          from
            .selectFrom('customer')
            .select(['id', sql<Date>`${placedAt}::timestamptz`.as('at'), sql<string>`${placedBy}`.as('by')])
            .where('id', '=', customerId)
            // Waits for a removal of the customer that has begun.
            .forUpdate(),
        )
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow();
      if (!numInsertedOrUpdatedRows) return false;
      await writeAudit(tx, audit);
      return true;
    });
  }

  async liftHold(customerId: string, audit: AuditEntry): Promise<boolean> {
    return this.#db.transaction().execute(async (tx) => {
      const { numDeletedRows } = await tx
        .deleteFrom('legal_hold')
        .where('customer_id', '=', customerId)
        .executeTakeFirstOrThrow();
      if (numDeletedRows === 0n) return false;
      await writeAudit(tx, audit);
      return true;
    });
  }

  isHeld(customerId: string): Promise<boolean> {
    return isHeld(this.#db, customerId);
  }

  async holds(): Promise<readonly (LegalHold & { readonly customer: CustomerIdentity })[]> {
    const rows = await this.#db
      .selectFrom('legal_hold')
      .innerJoin('customer', 'customer.id', 'legal_hold.customer_id')
      .selectAll()
      .orderBy('placed_at')
      .execute();
    return rows.map((row) => ({
      customerId: row.customer_id,
      customer: { issuer: row.issuer, externalId: row.external_id },
      placedAt: row.placed_at,
      placedBy: row.placed_by,
    }));
  }

  async conversationsOf(customerId: string): Promise<readonly Conversation[]> {
    const rows = await this.#db
      .selectFrom('conversation')
      .selectAll()
      .where('customer_id', '=', customerId)
      .orderBy('opened_at')
      .orderBy('id')
      .execute();
    return rows.map(toConversation);
  }

  async callbacksOf(customerId: string): Promise<readonly Callback[]> {
    const rows = await this.#db
      .selectFrom('callback')
      .selectAll()
      .where('customer_id', '=', customerId)
      .orderBy('created_at')
      .orderBy('id')
      .execute();
    return rows.map(toCallback);
  }

  async request(request: NewPrivacyRequest, audit: AuditEntry): Promise<PrivacyRequest | 'held' | 'unknown'> {
    return keepRequest(this.#db, request, audit);
  }

  async getRequest(id: string): Promise<PrivacyRequest | null> {
    const row = await this.#requests().where('id', '=', id).executeTakeFirst();
    return row ? toPrivacyRequest(row) : null;
  }

  async openRequests(limit: number): Promise<readonly PrivacyRequest[]> {
    const rows = await this.#requests().where('is_open', '=', true).orderBy('id').limit(limit).execute();
    return rows.map(toPrivacyRequest);
  }

  async erasuresSince(since: Date, limit: number): Promise<readonly PrivacyRequest[]> {
    const rows = await this.#requests()
      .where('kind', '=', 'erasure')
      .where('removed_at', '>=', since)
      .orderBy('removed_at')
      .limit(limit)
      .execute();
    return rows.map(toPrivacyRequest);
  }

  async removeCustomer(
    requestId: string,
    at: Date,
    audit: (removed: RemovedCounts) => AuditEntry,
  ): Promise<RemovedCounts | 'held' | null> {
    return removeCustomer(this.#db, requestId, at, audit);
  }

  async keyDestroyed(requestId: string, at: Date): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      await tx
        .updateTable('privacy_request')
        .set({ key_destroyed_at: at })
        .where('id', '=', requestId)
        .where('key_destroyed_at', 'is', null)
        .execute();
      await closeRequest(tx, requestId);
    });
  }

  async contactCenterPending(requestId: string, reference: string): Promise<void> {
    await this.#db
      .updateTable('privacy_request')
      .set({ reference })
      .where('id', '=', requestId)
      .where('contact_center_at', 'is', null)
      .execute();
  }

  async contactCenterDone(
    requestId: string,
    outcome: ContactCenterOutcome,
    audit: AuditEntry,
  ): Promise<boolean> {
    return contactCenterDone(this.#db, requestId, outcome, audit);
  }

  async reopenErasure(erasure: Omit<NewPrivacyRequest, 'kind'>, audit: AuditEntry): Promise<boolean> {
    return reopenErasure(this.#db, erasure, audit);
  }

  async purgeExports(before: Date, limit: number): Promise<number> {
    const { numAffectedRows } = await sql`
      delete from privacy_request where id in (
        select id from privacy_request
        where kind = 'export' and contact_center_at < ${before} limit ${limit}
      )`.execute(this.#db);
    return Number(numAffectedRows);
  }

  #requests() {
    return this.#db.selectFrom('privacy_request').selectAll();
  }
}
