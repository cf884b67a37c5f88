import type { Migration } from 'kysely';
import { runStatements } from './run-statements.js';

/** Why new conversations were switched, for who is asked to confirm it. */
export const switchReasons: Migration = {
  up: runStatements(`alter table stand_in_switch add column reason text not null default ''`),
};
