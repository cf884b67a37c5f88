import type { KeyStore, WrappedKey } from '@throughline/core';
import type { Kysely } from 'kysely';
import type { Database } from './schema.js';

/** Wrapped customer keys in a table of their own. */
export class PostgresKeyStore implements KeyStore {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  async get(customerId: string): Promise<WrappedKey | null> {
    const row = await this.#db
      .selectFrom('customer_key')
      .select(['wrapped_by', 'wrapped'])
      .where('customer_id', '=', customerId)
      .executeTakeFirst();
    return row ? { wrappedBy: row.wrapped_by, wrapped: row.wrapped } : null;
  }

  async putIfAbsent(customerId: string, key: WrappedKey): Promise<WrappedKey> {
    const { numInsertedOrUpdatedRows } = await this.#db
      .insertInto('customer_key')
      .values({ customer_id: customerId, wrapped_by: key.wrappedBy, wrapped: key.wrapped })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow();
    if (numInsertedOrUpdatedRows === 1n) return key;
    // A key can be destroyed between the two statements; then there is room for this one.
    return (await this.get(customerId)) ?? this.putIfAbsent(customerId, key);
  }
}
