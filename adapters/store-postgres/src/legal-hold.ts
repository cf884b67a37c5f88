import type { Kysely } from 'kysely';
import type { Database } from './schema.js';

/** Whether a legal hold is on this customer. */
export async function isHeld(db: Kysely<Database>, customerId: string): Promise<boolean> {
  const hold = await db
    .selectFrom('legal_hold')
    .select('customer_id')
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  return hold !== undefined;
}
