import type { Migration } from 'kysely';
import { runStatements } from './run-statements.js';

/** Runs of flows that wait: what is kept between their events, beside the decision that they come to. */
export const flowRuns: Migration = {
  up: runStatements(
    `alter table decision
      add column sealed_run bytea,
      add column run_timer_at timestamptz,
      add column run_pending boolean not null default false,
      add column run_version integer not null default 0,
      add column run_changed_at timestamptz`,
    'create index decision_run_timer on decision (run_timer_at) where run_timer_at is not null',
    'create index decision_run_pending on decision (run_changed_at) where run_pending',
  ),
};
