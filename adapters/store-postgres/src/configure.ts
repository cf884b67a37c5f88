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
    await tx.deleteFrom('agent_queue').execute();
    const memberships = agents.flatMap((agent) =>
      [...new Set(agent.queueIds)].map((queue_id) => ({ agent_id: agent.id, queue_id })),
    );
    if (memberships.length > 0) await tx.insertInto('agent_queue').values(memberships).execute();
    await tx.deleteFrom('agent_skill').execute();
    const abilities = agents.flatMap(({ id, skills }) =>
      [...new Set(skills)].map((skill) => ({ agent_id: id, skill })),
    );
    if (abilities.length > 0) await tx.insertInto('agent_skill').values(abilities).execute();
  });
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
    .returning('id')
    .execute();
  await tx
    .updateTable('interaction')
    .set(RETURNED)
    .where('agent_id', '=', sql<string>`any (${gone.map((agent) => agent.id)}::text[])`)
    .execute();
  if (agents.length === 0) return;
  await tx
    .insertInto('agent')
    .values(
      agents.map((agent) => ({
        id: agent.id,
        display_name: agent.displayName,
        role: agent.role,
        capacity: agent.capacity,
      })),
    )
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet({
        display_name: (eb) => eb.ref('excluded.display_name'),
        role: (eb) => eb.ref('excluded.role'),
        capacity: (eb) => eb.ref('excluded.capacity'),
      }),
    )
    .execute();
}
