import type { Migration } from 'kysely';
import { runStatements } from './run-statements.js';

/** Which conversations have lost the way to their agents: every node tells their customers. */
export const relayInterruptions: Migration = {
  up: runStatements('alter table relay_session add column interrupted boolean not null default false'),
};
