import type { CustomerKeys, KeyStore } from '@throughline/core';
import { type Kysely, sql } from 'kysely';
import { StoreOpenError } from './errors.js';
import { PostgresKeyStore } from './postgres-key-store.js';
import type { Database } from './schema.js';

/** Stands on the empty table once the keys are elsewhere: an older build that still looks here is refused. */
const MOVED = 'customer_key_moved';

const PAGE = 500;
/** Each writes and syncs on its own. */
const AT_ONCE = 16;

/** Whether customers' keys were moved out of this database. */
export async function keysWereMoved(db: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql<{ moved: boolean }>`select exists (
    select from pg_constraint where conname = ${MOVED} and conrelid = 'customer_key'::regclass
  ) as moved`.execute(db);
  return rows[0]?.moved ?? false;
}

/**
 * Hands the keys in this database to `target` and keeps none. Safe to run on many nodes at once, and again after it
 * was cut short: the keys are removed when all have arrived.
 * @throws StoreOpenError when `target` has other keys for these customers
 */
export async function moveKeys(db: Kysely<Database>, target: KeyStore): Promise<void> {
  if (await keysWereMoved(db)) return;
  await db.transaction().execute(async (tx) => {
    await sql`lock table customer_key in access exclusive mode`.execute(tx);
    if (await keysWereMoved(tx)) return;
    const source = new PostgresKeyStore(tx);
    for (let page = await source.list(null, PAGE); page.length > 0; ) {
      for (let at = 0; at < page.length; at += AT_ONCE) {
        const known = [];
        // One after the other here, where there is one connection; side by side there.
        for (const id of page.slice(at, at + AT_ONCE)) known.push([id, await source.get(id)] as const);
        await Promise.all(known.map(([id, keys]) => copy(id, keys, target)));
      }
      page = await source.list(page.at(-1) ?? null, PAGE);
    }
    await sql`delete from customer_key`.execute(tx);
    await sql`delete from destroyed_key`.execute(tx);
    await sql`alter table customer_key add constraint ${sql.id(MOVED)} check (false)`.execute(tx);
  });
}

async function copy(
  customerId: string,
  { generations, destroyedThrough }: CustomerKeys,
  target: KeyStore,
): Promise<void> {
  if (destroyedThrough > 0) await target.destroy(customerId, destroyedThrough);
  for (const key of generations) {
    const { generations: there, destroyedThrough: gone } = await target.addGeneration(customerId, key);
    const counts = there.find(({ generation }) => generation === key.generation);
    // Destroyed there already: whoever tried to move before has got further since.
    if (!counts && key.generation <= gone) continue;
    if (!counts || !Buffer.from(counts.wrapped).equals(key.wrapped)) {
      throw new StoreOpenError(
        'The key store holds other keys for customers of this database, so it is not the one that belongs to it. Name the right one (keyStore, THROUGHLINE_KEY_DATABASE_URL), or an empty one.',
      );
    }
  }
}
