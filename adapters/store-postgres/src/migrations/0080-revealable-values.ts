import type { Migration } from 'kysely';
import { runStatements } from './run-statements.js';

/** Originals of hidden values, sealed. They go with their conversation. */
export const revealableValues: Migration = {
  up: runStatements(
    `create table revealable_value (
      conversation_id text collate "C" not null references conversation on delete cascade,
      entry_id text collate "C" not null,
      index integer not null,
      sealed bytea not null,
      kept_until timestamptz not null,
      primary key (conversation_id, entry_id, index)
    )`,
    'create index revealable_value_kept_until on revealable_value (kept_until)',
  ),
};
