import type { Migration } from 'kysely';
import { runStatements } from './run-statements.js';

/** What happens to customers' data as a whole: holds, exports, erasures, and what a purge needs to find its rows. */
export const privacy: Migration = {
  up: runStatements(
    `create table legal_hold (
      customer_id text collate "C" primary key references customer,
      placed_at timestamptz not null,
      placed_by text not null
    )`,
    // No reference to the customer: an erasure outlives its customer. Who that was, and the ids of the work, are
    // dropped once everything is done.
    `create table privacy_request (
      id text collate "C" primary key,
      kind text not null check (kind in ('export', 'erasure')),
      customer_id text collate "C" not null,
      issuer text,
      external_id text,
      conversation_ids text[] not null,
      requested_at timestamptz not null,
      requested_by text not null,
      removed_at timestamptz,
      removed jsonb,
      key_destroyed_at timestamptz,
      reference text,
      contact_center_at timestamptz,
      contact_center jsonb,
      sealed_data bytea,
      is_open boolean not null default true,
      check ((removed_at is null) = (removed is null)),
      check ((contact_center_at is null) = (contact_center is null))
    )`,
    'create unique index privacy_request_open on privacy_request (customer_id, kind) where is_open',
    `create index conversation_ended_at on conversation (ended_at) where state = 'ended'`,
    // A conversation that continued a purged one goes on without it.
    'alter table conversation drop constraint conversation_previous_conversation_id_fkey',
    `alter table conversation add constraint conversation_previous_conversation_id_fkey
      foreign key (previous_conversation_id) references conversation on delete set null`,
    `create index conversation_previous on conversation (previous_conversation_id)
      where previous_conversation_id is not null`,
    'create index conversation_context_at on conversation_context (at)',
    'create index decision_at on decision (at)',
    `create index callback_over on callback (changed_at) where state in ('done', 'failed', 'cancelled')`,
    `create index interaction_closed on interaction (queued_at) where state = 'closed'`,
  ),
};
