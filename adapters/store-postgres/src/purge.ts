import type { AuditEntry, DataClass, RemovedCounts } from '@throughline/core';
import { type Kysely, sql } from 'kysely';
import { writeAudit } from './audit.js';
import { removeCallbacks, removeConversations } from './remove-customer.js';
import type { Database } from './schema.js';

const OVER = ['done', 'failed', 'cancelled'] as const;

type Purge = (tx: Kysely<Database>, before: Date, limit: number) => Promise<RemovedCounts>;

/** How each class finds what is past its time. Whoever is under a legal hold is left out everywhere. */
const PURGES: Readonly<Record<DataClass, Purge>> = {
  conversations: purgeConversations,
  context: async (tx, before, limit) => ({
    context: await deleteOfEnded(tx, 'conversation_context', before, limit),
  }),
  decisions: async (tx, before, limit) => ({
    decisions: await deleteOfEnded(tx, 'decision', before, limit),
  }),
  callbacks: purgeCallbacks,
};

/** {@link PrivacyStore.purge}. */
export async function purge(
  db: Kysely<Database>,
  dataClass: DataClass,
  before: Date,
  limit: number,
  audit: (removed: RemovedCounts) => AuditEntry,
): Promise<RemovedCounts> {
  return db.transaction().execute(async (tx) => {
    const counts = await PURGES[dataClass](tx, before, limit);
    const removed = Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
    if (Object.keys(removed).length > 0) await writeAudit(tx, audit(removed));
    return removed;
  });
}

async function purgeConversations(tx: Kysely<Database>, before: Date, limit: number): Promise<RemovedCounts> {
  const rows = await tx
    .selectFrom('conversation')
    .select('id')
    .where('state', '=', sql.lit('ended'))
    .where('ended_at', '<', before)
    .where('settled', '=', true)
    .where(notHeld('conversation'))
    .orderBy('ended_at')
    .limit(limit)
    .execute();
  const ids = rows.map(({ id }) => id);
  const removed = await removeConversations(tx, ids);
  // What a contact center elsewhere kept here to serve them.
  const relays = await sql`
    delete from relay_session where finished and conversation_id = any (${ids}::text[])`.execute(tx);
  // Work of callbacks and of guests has no conversation here, and nothing in it says whose it was.
  const orphans = await sql`
    delete from interaction where id in (
      select id from interaction
      where state = 'closed' and queued_at < ${before} and followed_version = version
        and not exists (select from conversation where conversation.id = interaction.conversation_id)
      limit ${limit}
    )`.execute(tx);
  return {
    ...removed,
    interactions: (removed.interactions ?? 0) + Number(orphans.numAffectedRows),
    relaySessions: Number(relays.numAffectedRows),
  };
}

async function deleteOfEnded(
  tx: Kysely<Database>,
  table: 'conversation_context' | 'decision',
  before: Date,
  limit: number,
): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from ${sql.table(table)} where id in (
      select part.id from ${sql.table(table)} as part
      join conversation on conversation.id = part.conversation_id
      where part.at < ${before} and conversation.state = 'ended' and conversation.ended_at < ${before}
        and ${notHeld('conversation')}
      order by part.at limit ${limit}
    )`.execute(tx);
  return Number(numAffectedRows);
}

async function purgeCallbacks(tx: Kysely<Database>, before: Date, limit: number): Promise<RemovedCounts> {
  const rows = await tx
    .selectFrom('callback')
    .select('id')
    .where('state', 'in', OVER.map(sql.lit))
    .where('changed_at', '<', before)
    .where(notHeld('callback'))
    .orderBy('changed_at')
    .limit(limit)
    .execute();
  return removeCallbacks(
    tx,
    rows.map(({ id }) => id),
  );
}

function notHeld(table: 'conversation' | 'callback') {
  const customerId = sql.ref(`${table}.customer_id`);
  return sql<boolean>`not exists (select from legal_hold where legal_hold.customer_id = ${customerId})`;
}
