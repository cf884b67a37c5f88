import type { Migration } from 'kysely';
import { runStatements } from './run-statements.js';

/** Where a switch was proposed: it is confirmed there, too, for one person can be a user here and an agent there. */
export const switchProposerKinds: Migration = {
  up: runStatements(
    `alter table stand_in_switch add column proposer_kind text collate "C" not null default 'operator'
      check (proposer_kind in ('operator', 'agent'))`,
  ),
};
