import type { Migration } from 'kysely';
import { runStatements } from './run-statements.js';

/** Conversations whose wrap-up is looked for elsewhere are looked at as placed calls are. */
export const placedCallKinds: Migration = {
  up: runStatements(`alter table placed_call add column kind text collate "C" not null default 'call'`),
};
