import type { Migration } from 'kysely';
import { runStatements } from './run-statements.js';

/** Uses of limits that all nodes keep together: one row for each, used over and over. */
export const rateWindows: Migration = {
  up: runStatements(
    `create table rate_window (
      name text collate "C" not null,
      key text collate "C" not null,
      ends_at timestamptz not null,
      uses integer not null,
      primary key (name, key)
    )`,
  ),
};
