import type { LoadQuestion, QueueLoad } from '@throughline/core';
import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.js';

interface LoadRow {
  readonly agents_available: number;
  readonly agents_free: number;
  readonly waiting: number;
  readonly recently_assigned: number;
  readonly recent_since: Date | null;
}

export async function queueLoad(
  db: Kysely<Database>,
  { queueId, skills, now, recentSince }: LoadQuestion,
): Promise<QueueLoad> {
  const { rows } = await sql<LoadRow>`
    with staff as (
      select agent.capacity, (
        select count(*) from interaction where interaction.agent_id = agent.id
      ) as held
      from agent
      join agent_queue on agent_queue.agent_id = agent.id and agent_queue.queue_id = ${queueId}
      where agent.available and agent.lease_until > ${now} and not exists (
        select from unnest(${skills}::text[]) as need (skill)
        where not exists (
          select from agent_skill where agent_skill.agent_id = agent.id and agent_skill.skill = need.skill
        )
      )
    ), recent as (
      select count(*)::integer as ended, min(ended_at) as since
      from finished_wait where queue_id = ${queueId} and ended_at > ${recentSince}
    )
    select
      (select count(*) from staff)::integer as agents_available,
      (select count(*) from staff where held < capacity)::integer as agents_free,
      (
        select count(*) from interaction where queue_id = ${queueId} and state in ('waiting', 'offered')
      )::integer as waiting,
      recent.ended as recently_assigned,
      recent.since as recent_since
    from recent`.execute(db);
  const [row] = rows;
  return {
    agentsAvailable: row?.agents_available ?? 0,
    agentsFree: row?.agents_free ?? 0,
    waiting: row?.waiting ?? 0,
    recentlyAssigned: row?.recently_assigned ?? 0,
    recentSince: row?.recent_since ?? null,
  };
}

export async function purgeWaits(db: Kysely<Database>, before: Date, limit: number): Promise<number> {
  const old = db.selectFrom('finished_wait').select('id').where('ended_at', '<', before).limit(limit);
  const { numDeletedRows } = await db.deleteFrom('finished_wait').where('id', 'in', old).executeTakeFirst();
  return Number(numDeletedRows);
}
