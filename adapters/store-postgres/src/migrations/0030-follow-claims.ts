import type { Migration } from 'kysely';
import { runStatements } from './run-statements.js';

/**
 * Who follows a change of an interaction, and until when nobody else may; and, on the conversation, the latest change
 * that was carried out, so that one who was stopped in the middle and goes on too late changes nothing any more.
 */
export const followClaims: Migration = {
  up: runStatements(
    `alter table interaction
      add column follower text,
      add column follow_until timestamptz,
      add check ((follower is null) = (follow_until is null))`,
    'alter table conversation add column interaction_version integer not null default 0',
  ),
};
