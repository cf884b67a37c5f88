import type { AuditEntry, Interaction } from '@throughline/core';
import { type Kysely, type Selectable, sql } from 'kysely';
import { writeAudit } from './audit.js';
import { CHANGED, RETURNED, toInteraction } from './interaction-rows.js';
import type { Database, InteractionTable } from './schema.js';

/*
 * Life of an offer. Order of locks, everywhere: agents, then interactions. The sweep over expired offers holds no
 * agent, so it skips interactions that are locked: somebody is just acting on them, and the next sweep sees the rest.
 */

/**
 * An agent who declined or missed an interaction is asked again only when nobody else could take it, and not before
 * this time is over, in milliseconds: else an interaction with a single agent would come back to the same desk
 * without end.
 */
const REFUSAL_PAUSE_MS = 10_000;

/** Makes the offers that can be made now; see migration 0005 for the order. */
export async function offerWaiting(
  db: Kysely<Database>,
  now: Date,
  offerExpiresAt: Date,
): Promise<readonly Interaction[]> {
  const refusedBefore = new Date(now.getTime() - REFUSAL_PAUSE_MS);
  const { rows } = await sql<Selectable<InteractionTable>>`
    select * from offer_waiting(${now}, ${offerExpiresAt}, ${refusedBefore})`.execute(db);
  return rows.map(toInteraction);
}

export async function acceptOffer(
  db: Kysely<Database>,
  interactionId: string,
  agentId: string,
  now: Date,
  audit: AuditEntry,
): Promise<Interaction | null> {
  return db.transaction().execute(async (tx) => {
    await tx.selectFrom('agent').select('id').where('id', '=', agentId).forUpdate().execute();
    const accepted = await tx
      .updateTable('interaction')
      .set({ ...CHANGED, state: 'assigned', offer_expires_at: null, assigned_at: now })
      .where('id', '=', interactionId)
      .where('agent_id', '=', agentId)
      .where('offer_expires_at', '>', now)
      .returningAll()
      .executeTakeFirst();
    if (!accepted) return null;
    await tx.updateTable('agent').set({ last_assigned_at: now }).where('id', '=', agentId).execute();
    await tx.deleteFrom('offer_refusal').where('interaction_id', '=', interactionId).execute();
    await tx
      .insertInto('finished_wait')
      .values({
        queue_id: accepted.queue_id,
        ended_at: now,
        waited_seconds: Math.max(0, (now.getTime() - accepted.queued_at.getTime()) / 1000),
      })
      .execute();
    await writeAudit(tx, audit);
    return toInteraction(accepted);
  });
}

export async function declineOffer(
  db: Kysely<Database>,
  interactionId: string,
  agentId: string,
  now: Date,
): Promise<Interaction | null> {
  const offer = openOffers(db).where('id', '=', interactionId).where('agent_id', '=', agentId).forUpdate();
  const [declined] = await returnOffers(db, offer, now);
  return declined ?? null;
}

export async function returnExpiredOffers(db: Kysely<Database>, now: Date): Promise<readonly Interaction[]> {
  return returnOffers(
    db,
    openOffers(db).where('offer_expires_at', '<=', now).orderBy('id').forUpdate().skipLocked(),
    now,
  );
}

function openOffers(db: Kysely<Database>) {
  return db
    .selectFrom('interaction')
    .select((eb) => ['id', eb.ref('agent_id').$notNull().as('agent_id')])
    .where('state', '=', sql.lit('offered'));
}

/** Puts the offers back into their queues and remembers who did not take them. */
async function returnOffers(
  db: Kysely<Database>,
  offers: ReturnType<typeof openOffers>,
  now: Date,
): Promise<readonly Interaction[]> {
  const rows = await db
    .with('refused', () => offers)
    .with('remembered', (cte) =>
      cte
        .insertInto('offer_refusal')
        .columns(['interaction_id', 'agent_id', 'at'])
        .expression((eb) =>
          eb
            .selectFrom('refused')
            .select(['refused.id', 'refused.agent_id', sql<Date>`${now}::timestamptz`.as('at')]),
        )
        .onConflict((conflict) =>
          conflict.columns(['interaction_id', 'agent_id']).doUpdateSet({ at: (eb) => eb.ref('excluded.at') }),
        ),
    )
    .updateTable('interaction')
    .from('refused')
    .set(RETURNED)
    .whereRef('interaction.id', '=', 'refused.id')
    .returningAll('interaction')
    .execute();
  return rows.map(toInteraction);
}
