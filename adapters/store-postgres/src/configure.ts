import type { Agent, Queue } from '@throughline/core';
import { type Kysely, sql } from 'kysely';
import { RETURNED } from './interaction-rows.js';
import type { Database } from './schema.js';

/**
 * Replaces queues and agents. What the agents who are gone had goes back to its queue; what waits in a queue that is
 * gone keeps waiting, and is offered again when the queue is back.
 */
export async function configure(
  db: Kysely<Database>,
  queues: readonly Queue[],
  agents: readonly Agent[],
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    // One configuration at a time; reading goes on.
    await sql`lock table queue in share row exclusive mode`.execute(tx);
    await replaceQueues(tx, queues);
    await replaceAgents(tx, agents);
    await replaceAbilities(tx, agents);
  });
}

/** Makes an agent whom no configuration names; one of a configuration is left alone. */
export async function provision(db: Kysely<Database>, agent: Agent): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`lock table queue in share row exclusive mode`.execute(tx);
    const { numInsertedOrUpdatedRows } = await putAgents(tx, [agent], true).executeTakeFirstOrThrow();
    if (numInsertedOrUpdatedRows !== 0n) await replaceAbilities(tx, [agent]);
  });
}

/** Queues and skills of these agents; queues that do not exist are left out. */
async function replaceAbilities(tx: Kysely<Database>, agents: readonly Agent[]): Promise<void> {
  const ids = agents.map(({ id }) => id);
  const ofThem = sql<string>`any (${ids}::text[])`;
  await tx.deleteFrom('agent_queue').where('agent_id', '=', ofThem).execute();
  await tx.deleteFrom('agent_skill').where('agent_id', '=', ofThem).execute();
  const known = new Set((await tx.selectFrom('queue').select('id').execute()).map(({ id }) => id));
  const memberships = agents.flatMap((agent) =>
    [...new Set(agent.queueIds)]
      .filter((queue_id) => known.has(queue_id))
      .map((queue_id) => ({ agent_id: agent.id, queue_id })),
  );
  if (memberships.length > 0) await tx.insertInto('agent_queue').values(memberships).execute();
  const abilities = agents.flatMap(({ id, skills }) =>
    [...new Set(skills)].map((skill) => ({ agent_id: id, skill })),
  );
  if (abilities.length > 0) await tx.insertInto('agent_skill').values(abilities).execute();
}

async function replaceQueues(tx: Kysely<Database>, queues: readonly Queue[]): Promise<void> {
  const ids = queues.map((queue) => queue.id);
  await tx.deleteFrom('queue').where('id', '<>', sql<string>`all (${ids}::text[])`).execute();
  if (queues.length === 0) return;
  await tx
    .insertInto('queue')
    .values(queues.map((queue) => ({ id: queue.id, display_name: queue.displayName })))
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet({ display_name: (eb) => eb.ref('excluded.display_name') }),
    )
    .execute();
}

async function replaceAgents(tx: Kysely<Database>, agents: readonly Agent[]): Promise<void> {
  const ids = agents.map((agent) => agent.id);
  // In id order and before any interaction, as everywhere.
  await tx.selectFrom('agent').select('id').orderBy('id').forUpdate().execute();
  const gone = await tx
    .deleteFrom('agent')
    .where('id', '<>', sql<string>`all (${ids}::text[])`)
    .where('provisioned', '=', false)
    .returning('id')
    .execute();
  await tx
    .updateTable('interaction')
    .set(RETURNED)
    .where('agent_id', '=', sql<string>`any (${gone.map((agent) => agent.id)}::text[])`)
    .execute();
  if (agents.length > 0) await putAgents(tx, agents, false).execute();
}

function putAgents(tx: Kysely<Database>, agents: readonly Agent[], provisioned: boolean) {
  return tx
    .insertInto('agent')
    .values(
      agents.map((agent) => ({
        id: agent.id,
        display_name: agent.displayName,
        role: agent.role,
        capacity: agent.capacity,
        provisioned,
      })),
    )
    .onConflict((conflict) => {
      const update = conflict.column('id').doUpdateSet({
        display_name: (eb) => eb.ref('excluded.display_name'),
        role: (eb) => eb.ref('excluded.role'),
        capacity: (eb) => eb.ref('excluded.capacity'),
        provisioned: (eb) => eb.ref('excluded.provisioned'),
      });
      return provisioned ? update.where('agent.provisioned', '=', true) : update;
    });
}
