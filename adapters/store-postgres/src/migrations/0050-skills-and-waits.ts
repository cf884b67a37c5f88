import type { Migration } from 'kysely';
import { runStatements } from './run-statements.js';

/**
 * Skills that an interaction asks for, each until a time or to the end, and how long customers have waited. Offers go
 * to agents with all skills that are asked for at the moment; everything else about them is as migrations 0005 and
 * 0020 say.
 */
export const skillsAndWaits: Migration = {
  up: runStatements(
    `create table agent_skill (
      agent_id text collate "C" not null references agent on delete cascade,
      skill text collate "C" not null,
      primary key (agent_id, skill)
    )`,
    `create table interaction_skill (
      interaction_id text collate "C" not null references interaction on delete cascade,
      skill text collate "C" not null,
      until timestamptz,
      primary key (interaction_id, skill)
    )`,
    `alter table interaction
      add column estimate_low_seconds double precision,
      add column estimate_high_seconds double precision,
      add check ((estimate_low_seconds is null) = (estimate_high_seconds is null))`,
    // Waits that an agent ended: what the next estimates are made from.
    `create table finished_wait (
      id bigint generated always as identity primary key,
      queue_id text collate "C" not null,
      ended_at timestamptz not null,
      waited_seconds double precision not null
    )`,
    'create index finished_wait_of_queue on finished_wait (queue_id, ended_at)',
    'create index finished_wait_age on finished_wait (ended_at)',
    `create or replace function offer_waiting(now_at timestamptz, expires_at timestamptz, refused_before timestamptz)
    returns setof interaction language plpgsql as $$
    declare
      staff text[];
      with_room text[];
      chosen record;
      offered interaction;
    begin
      if not exists (select from interaction where state = 'waiting') then
        return;
      end if;
      select array_agg(locked.id) into staff
      from (select id from agent where available and lease_until > now_at order by id for update) as locked;

      loop
        select array_agg(agent.id) into with_room
        from agent
        where agent.id = any (staff)
          and agent.capacity > (select count(*) from interaction where interaction.agent_id = agent.id);
        exit when with_room is null;

        select waiting.id as interaction_id, candidate.id as agent_id into chosen
        from interaction as waiting
        cross join lateral (
          select agent.id
          from agent
          join agent_queue on agent_queue.agent_id = agent.id and agent_queue.queue_id = waiting.queue_id
          left join offer_refusal as refusal
            on refusal.interaction_id = waiting.id and refusal.agent_id = agent.id
          where agent.id = any (with_room) and (refusal.at is null or refusal.at <= refused_before)
            and not exists (
              select from interaction_skill as need
              where need.interaction_id = waiting.id
                and (need.until is null or need.until > now_at)
                and not exists (
                  select from agent_skill
                  where agent_skill.agent_id = agent.id and agent_skill.skill = need.skill
                )
            )
          order by
            refusal.at is not null,
            agent.id is distinct from waiting.preferred_agent_id,
            (
              select count(*) from interaction as open_offer
              where open_offer.agent_id = agent.id and open_offer.state = 'offered'
            ),
            agent.last_assigned_at nulls first,
            agent.available_since,
            agent.id
          limit 1
        ) as candidate
        where waiting.state = 'waiting'
          and waiting.queue_id in (select queue_id from agent_queue where agent_queue.agent_id = any (with_room))
        order by waiting.priority desc, waiting.queued_at, waiting.id
        limit 1;
        exit when not found;

        update interaction set
          state = 'offered',
          agent_id = chosen.agent_id,
          offer_expires_at = expires_at,
          version = version + 1,
          change_no = nextval('interaction_change')
        where id = chosen.interaction_id and state = 'waiting'
        returning * into offered;
        -- Not found: it was closed a moment ago, and the next round no longer sees it.
        if found then
          return next offered;
        end if;
      end loop;
    end
    $$`,
  ),
};
