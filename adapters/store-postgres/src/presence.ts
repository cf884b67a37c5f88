import type { AuditEntry, Interaction } from '@throughline/core';
import { type Kysely, sql } from 'kysely';
import { writeAudit } from './audit.js';
import { RETURNED, toInteraction } from './interaction-rows.js';
import type { Database } from './schema.js';

export async function setPresence(
  db: Kysely<Database>,
  agentId: string,
  available: boolean,
  leaseUntil: Date,
  audit: AuditEntry,
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    // An agent whose lease is over was not available any more, even if nobody has cleared the flag yet.
    const since = available
      ? sql<Date>`case when lease_until > ${audit.at} then coalesce(available_since, ${audit.at})
          else ${audit.at} end`
      : null;
    const { numUpdatedRows } = await tx
      .updateTable('agent')
      .set({ available, available_since: since, lease_until: laterLease(leaseUntil) })
      .where('id', '=', agentId)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return false;
    await writeAudit(tx, audit);
    return true;
  });
}

export async function renewLeases(
  db: Kysely<Database>,
  agentIds: readonly string[],
  leaseUntil: Date,
): Promise<void> {
  await db
    .with('connected', (cte) =>
      cte
        .selectFrom('agent')
        .select('id')
        .where('id', '=', sql<string>`any (${agentIds}::text[])`)
        .orderBy('id')
        .forUpdate(),
    )
    .updateTable('agent')
    .from('connected')
    .set({ lease_until: laterLease(leaseUntil) })
    .whereRef('agent.id', '=', 'connected.id')
    .execute();
}

/** Ends availability and offers of agents whose lease is over, and assignments of those long gone. */
export async function expireLeases(
  db: Kysely<Database>,
  now: Date,
  abandonedBefore: Date,
): Promise<readonly Interaction[]> {
  return db.transaction().execute(async (tx) => {
    const gone = await tx
      .selectFrom('agent')
      .select(['id', 'lease_until'])
      .where('lease_until', '<', now)
      .where((eb) =>
        eb.or([
          eb('available', '=', true),
          eb.exists(eb.selectFrom('interaction').select('id').whereRef('agent_id', '=', 'agent.id')),
        ]),
      )
      .orderBy('id')
      .forUpdate()
      .execute();
    if (gone.length === 0) return [];
    const ids = gone.map((agent) => agent.id);
    const abandoned = gone
      .filter((agent) => agent.lease_until !== null && agent.lease_until < abandonedBefore)
      .map((agent) => agent.id);
    await tx
      .updateTable('agent')
      .set({ available: false, available_since: null })
      .where('id', '=', sql<string>`any (${ids}::text[])`)
      .execute();
    const returned = await tx
      .updateTable('interaction')
      .set(RETURNED)
      .where((eb) =>
        eb.or([
          eb('agent_id', '=', sql<string>`any (${ids}::text[])`).and('state', '=', 'offered'),
          eb('agent_id', '=', sql<string>`any (${abandoned}::text[])`),
        ]),
      )
      .returningAll()
      .execute();
    return returned.map(toInteraction);
  });
}

/** A lease only ever grows: another node may have renewed it for longer. */
function laterLease(leaseUntil: Date) {
  return sql<Date>`greatest(agent.lease_until, ${leaseUntil}::timestamptz)`;
}
