import type { Migration } from 'kysely';
import { runStatements } from './run-statements.js';

/** Entries that say that an earlier message holds less from now on. */
export const redactions: Migration = {
  up: runStatements(
    'alter table entry drop constraint entry_kind_check',
    `alter table entry add constraint entry_kind_check
      check (kind in ('message', 'joined', 'left', 'ended', 'redacted'))`,
  ),
};
