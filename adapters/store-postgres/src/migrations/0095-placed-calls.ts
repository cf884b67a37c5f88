import type { Migration } from 'kysely';
import { runStatements } from './run-statements.js';

/** Which promised calls a contact center elsewhere makes. Ids only. */
export const placedCalls: Migration = {
  up: runStatements(
    `create table placed_call (
      work_id text collate "C" primary key,
      begun_at timestamptz not null,
      remote_id text collate "C",
      look_at timestamptz not null
    )`,
    'create index placed_call_look_at on placed_call (look_at)',
  ),
};
