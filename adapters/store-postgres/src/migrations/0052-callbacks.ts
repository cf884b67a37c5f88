import type { Migration } from 'kysely';
import { runStatements } from './run-statements.js';

/** Promised calls and messages that were left, one of each open at a time for each customer, and agents' notes. */
export const callbacks: Migration = {
  up: runStatements(
    `create table callback (
      id text collate "C" primary key,
      kind text not null check (kind in ('call', 'message')),
      customer_id text collate "C" not null references customer,
      conversation_id text collate "C",
      queue_id text collate "C" not null,
      priority integer not null,
      due_at timestamptz not null,
      time_zone text not null,
      state text not null default 'scheduled'
        check (state in ('scheduled', 'due', 'calling', 'done', 'failed', 'cancelled')),
      attempts integer not null default 0,
      work_id text collate "C" unique,
      agent_id text collate "C",
      created_at timestamptz not null,
      changed_at timestamptz not null,
      sealed_request bytea not null,
      check ((agent_id is not null) = (state = 'calling')),
      check ((work_id is not null) = (state in ('due', 'calling')))
    )`,
    `create unique index callback_open on callback (customer_id, kind) where state in ('scheduled', 'due', 'calling')`,
    'create index callback_of_customer on callback (customer_id, changed_at)',
    `create index callback_due on callback (due_at) where state in ('scheduled', 'due')`,
    `create table callback_note (
      callback_id text collate "C" not null references callback on delete cascade,
      seq integer not null,
      id text collate "C" not null,
      agent_id text collate "C" not null,
      at timestamptz not null,
      sealed bytea not null,
      primary key (callback_id, seq),
      unique (callback_id, id)
    )`,
  ),
};
