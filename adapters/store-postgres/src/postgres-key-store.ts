import { type CustomerKeys, type KeyGeneration, type KeyStore, nextGeneration } from '@throughline/core';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from './schema.js';

/** Wrapped customer keys in tables of their own: those of the database, or of one that holds nothing else. */
export class PostgresKeyStore implements KeyStore {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  get(customerId: string): Promise<CustomerKeys> {
    return readKeys(this.#db, customerId);
  }

  addGeneration(customerId: string, key: KeyGeneration): Promise<CustomerKeys> {
    return this.#alone(customerId, async (tx) => {
      const known = await readKeys(tx, customerId);
      if (key.generation !== nextGeneration(known)) return known;
      const { generation, wrappedBy, wrapped } = key;
      await tx
        .insertInto('customer_key')
        .values({ customer_id: customerId, generation, wrapped_by: wrappedBy, wrapped })
        .execute();
      return { ...known, generations: [...known.generations, key] };
    });
  }

  async rewrap(
    customerId: string,
    from: string,
    { generation, wrappedBy, wrapped }: KeyGeneration,
  ): Promise<boolean> {
    const { numUpdatedRows } = await this.#db
      .updateTable('customer_key')
      .set({ wrapped_by: wrappedBy, wrapped })
      .where('customer_id', '=', customerId)
      .where('generation', '=', generation)
      .where('wrapped_by', '=', from)
      .executeTakeFirstOrThrow();
    return numUpdatedRows === 1n;
  }

  destroy(customerId: string, through?: number): Promise<number> {
    return this.#alone(customerId, async (tx) => {
      const known = await readKeys(tx, customerId);
      const destroyed = Math.max(known.destroyedThrough, through ?? nextGeneration(known) - 1);
      await tx
        .insertInto('destroyed_key')
        .values({ customer_id: customerId, through: destroyed })
        .onConflict((conflict) => conflict.column('customer_id').doUpdateSet({ through: destroyed }))
        .execute();
      await tx
        .deleteFrom('customer_key')
        .where('customer_id', '=', customerId)
        .where('generation', '<=', destroyed)
        .execute();
      return destroyed;
    });
  }

  async list(after: string | null, limit: number): Promise<readonly string[]> {
    const { rows } = await sql<{ id: string }>`
      select customer_id as id from customer_key where customer_id > ${after ?? ''}
      union select customer_id from destroyed_key where customer_id > ${after ?? ''}
      order by 1 limit ${limit}`.execute(this.#db);
    return rows.map(({ id }) => id);
  }

  /** What changes a customer's keys runs one after the other, also when there is no row yet that could be locked. */
  #alone<T>(customerId: string, change: (tx: Transaction<Database>) => Promise<T>): Promise<T> {
    return this.#db.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(hashtextextended(${`customer-key:${customerId}`}, 0))`.execute(
        tx,
      );
      return change(tx);
    });
  }
}

async function readKeys(db: Kysely<Database>, customerId: string): Promise<CustomerKeys> {
  // One statement, so that it sees one moment.
  const rows = await db
    .selectFrom('customer_key')
    .select(['generation', 'wrapped_by', 'wrapped'])
    .where('customer_id', '=', customerId)
    .unionAll((eb) =>
      eb
        .selectFrom('destroyed_key')
        .select([
          'through as generation',
          sql<string>`''`.as('wrapped_by'),
          sql<Uint8Array>`''`.as('wrapped'),
        ])
        .where('customer_id', '=', customerId),
    )
    .orderBy('generation')
    .execute();
  const generations = rows.filter(({ wrapped_by }) => wrapped_by !== '');
  return {
    generations: generations.map(({ generation, wrapped_by, wrapped }) => ({
      generation,
      wrappedBy: wrapped_by,
      wrapped,
    })),
    destroyedThrough: rows.find(({ wrapped_by }) => wrapped_by === '')?.generation ?? 0,
  };
}
