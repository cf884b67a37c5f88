import type { RemoteCustomer, RemoteCustomerStore, RemoteEntry } from '@throughline/core';
import type { Kysely, Updateable } from 'kysely';
import type { Database, RemoteCustomerTable } from './schema.js';

/** What is known of customers elsewhere, one row a customer. */
export class PostgresRemoteCustomerStore implements RemoteCustomerStore {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  async get(customerId: string): Promise<RemoteCustomer> {
    const row = await this.#db
      .selectFrom('remote_customer')
      .selectAll()
      .where('customer_id', '=', customerId)
      .executeTakeFirst();
    const { contact_id, contact_at, entry_id, entry_channel, entry_at } = row ?? {};
    return {
      contact: contact_id && contact_at ? { id: contact_id, at: contact_at } : null,
      entry:
        entry_id && entry_channel && entry_at
          ? { remoteId: entry_id, channel: entry_channel, at: entry_at }
          : null,
    };
  }

  async keepContact(customerId: string, id: string, at: Date): Promise<void> {
    await this.#keep(customerId, { contact_id: id, contact_at: at });
  }

  async keepEntry(customerId: string, { remoteId, channel, at }: RemoteEntry): Promise<void> {
    await this.#keep(customerId, { entry_id: remoteId, entry_channel: channel, entry_at: at });
  }

  async endEntry(customerId: string, remoteId: string): Promise<void> {
    await this.#db
      .updateTable('remote_customer')
      .set({ entry_id: null, entry_channel: null, entry_at: null })
      .where('customer_id', '=', customerId)
      .where('entry_id', '=', remoteId)
      .execute();
  }

  async #keep(customerId: string, values: Updateable<RemoteCustomerTable>): Promise<void> {
    await this.#db
      .insertInto('remote_customer')
      .values({ ...values, customer_id: customerId })
      .onConflict((conflict) => conflict.column('customer_id').doUpdateSet(values))
      .execute();
  }
}
