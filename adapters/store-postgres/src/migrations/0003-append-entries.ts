import type { Migration } from 'kysely';
import { runStatements } from './run-statements.js';

/**
 * The group commit (T2, T3, T10). One row of the answer for each entry of the arguments, with its ordinal and:
 * - `stored`: committed now as number `seq`;
 * - `repeated`: the same id came earlier in this call, as entry `first_ordinal`, and became number `seq`;
 * - `known`: the id was committed before; the columns after `seq` hold that entry;
 * - `not_found`: no such conversation, or the party has no part in it;
 * - `conversation_ended`.
 *
 * The rows are locked first, in id order. The second statement has a newer snapshot (read committed), so it sees all
 * that was committed before the locks were taken. Sequential scans are off, because a plan made while the tables are
 * small is kept while they grow.
 */
export const appendEntries: Migration = {
  up: runStatements(
    `create function append_entries(
      conversation_ids text[], ids text[], kinds text[], party_roles text[], party_ids text[],
      ats timestamptz[], sealed_bodies bytea[]
    ) returns table (
      ordinal bigint, outcome text, first_ordinal bigint, seq bigint,
      kind text, party_role text, party_id text, at timestamptz, sealed_body bytea
    ) language plpgsql set enable_seqscan = off as $$
    #variable_conflict use_column
    begin
      perform 1 from conversation where id = any (conversation_ids) order by id for update;

      return query
      with judged as (
        select input.*, conversation.state, conversation.head_seq, known.seq as known_seq,
          known.kind as known_kind, known.party_role as known_role, known.party_id as known_party,
          known.at as known_at, known.sealed_body as known_body,
          coalesce(
            (input.party_role = 'customer' and input.party_id = conversation.customer_id)
              or (input.party_role = 'agent' and input.party_id = conversation.agent_id), false
          ) as entitled
        from unnest(conversation_ids, ids, kinds, party_roles, party_ids, ats, sealed_bodies) with ordinality
          as input (conversation_id, id, kind, party_role, party_id, at, sealed_body, ordinal)
        left join conversation on conversation.id = input.conversation_id
        left join entry known on known.conversation_id = input.conversation_id and known.id = input.id
      ), ranked as (
        select judged.*, acceptable, first_value(ordinal) over (
          partition by conversation_id, id order by acceptable desc, ordinal
        ) as first_ordinal
        from judged, lateral (
          select entitled and known_seq is null and state <> 'ended' as acceptable
        ) as verdict
      ), numbered as (
        select ranked.*, fresh, head_seq + count(*) filter (where fresh) over (
          partition by conversation_id order by ordinal
        ) as new_seq
        from ranked, lateral (select acceptable and ordinal = first_ordinal as fresh) as choice
      ), inserted as (
        insert into entry (conversation_id, seq, id, kind, party_role, party_id, at, sealed_body)
        select conversation_id, new_seq, id, kind, party_role, party_id, at, sealed_body
        from numbered where fresh
      ), raised as (
        update conversation set head_seq = head.seq
        from (
          select conversation_id, max(new_seq) as seq from numbered where fresh group by conversation_id
        ) as head
        where conversation.id = head.conversation_id
      )
      select ordinal,
        case
          when known_seq is not null and (entitled or (party_role = known_role and party_id = known_party))
            then 'known'
          when not entitled then 'not_found'
          when state = 'ended' then 'conversation_ended'
          when fresh then 'stored'
          else 'repeated'
        end,
        first_ordinal,
        coalesce(known_seq, first_value(new_seq) over (
          partition by conversation_id, id order by acceptable desc, ordinal
        )),
        known_kind, known_role, known_party, known_at, known_body
      from numbered;
    end
    $$`,
  ),
};
