import type { Migration } from 'kysely';
import { runStatements } from './run-statements.js';

/**
 * Chains the audit trail. Entries are written with their action and chained a moment later, in the order in which the
 * sequencer finds them: an identity column is no order of commits, and taking the number at the insert would make
 * every action of the installation wait for one row.
 *
 * `audit_head` is the end of the chain. A link is made only onto the head that it was computed for, so that two
 * sequencers never branch it.
 */
export const auditChain: Migration = {
  up: runStatements(
    `alter table audit_entry
      drop constraint audit_entry_actor_kind_check,
      add check (actor_kind in ('customer', 'agent', 'system', 'operator'))`,
    'alter table audit_entry add column seq bigint unique, add column hash bytea',
    'create index audit_entry_unchained on audit_entry (id) where seq is null',
    'create index audit_entry_conversation on audit_entry (conversation_id) where conversation_id is not null',
    `create table audit_head (
      only_row boolean primary key default true check (only_row),
      chain_id uuid not null default gen_random_uuid(),
      seq bigint not null default 0,
      hash bytea not null default decode(repeat('00', 32), 'hex')
    )`,
    'insert into audit_head default values',
    // All or nothing: when an entry is gone or chained already, the inner block takes everything back.
    `create function chain_audit_entries(
      onto_seq bigint, onto_hash bytea, ids bigint[], seqs bigint[], hashes text[]
    ) returns boolean language plpgsql as $$
    declare
      linked integer;
    begin
      perform from audit_head where seq = onto_seq and hash = onto_hash for update;
      if not found then
        return false;
      end if;
      begin
        update audit_entry set seq = link.seq, hash = decode(link.hash, 'hex')
        from unnest(ids, seqs, hashes) as link (id, seq, hash)
        where audit_entry.id = link.id and audit_entry.seq is null;
        get diagnostics linked = row_count;
        if linked <> cardinality(ids) then
          raise exception using errcode = 'serialization_failure';
        end if;
      exception when serialization_failure then
        return false;
      end;
      update audit_head set seq = seqs[cardinality(seqs)], hash = decode(hashes[cardinality(hashes)], 'hex');
      return true;
    end
    $$`,
    // Against mistakes. Whoever may drop the trigger is found by the chain and its checkpoints.
    `create function refuse_audit_change() returns trigger language plpgsql as $$
    begin
      if (new.id, new.at, new.action, new.actor_kind, new.actor_id, new.conversation_id, new.details)
          is distinct from
          (old.id, old.at, old.action, old.actor_kind, old.actor_id, old.conversation_id, old.details)
        or old.seq is not null then
        raise exception 'audit entries are not changed' using errcode = 'integrity_constraint_violation';
      end if;
      return new;
    end
    $$`,
    'create trigger audit_entry_fixed before update on audit_entry for each row execute function refuse_audit_change()',
  ),
};
