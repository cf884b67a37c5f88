import type { Migration } from 'kysely';
import { runStatements } from './run-statements.js';

/** How customers found conversations. It goes with the conversation. */
export const surveys: Migration = {
  up: runStatements(
    `alter table conversation
      add column survey_score smallint check (survey_score between 1 and 5),
      add column survey_at timestamptz,
      add column survey_comment bytea`,
  ),
};
