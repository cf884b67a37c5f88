import type { Migration } from 'kysely';
import { runStatements } from './run-statements.js';

/** Customers can have several data keys, and destroyed ones leave their number. */
export const keyGenerations: Migration = {
  up: runStatements(
    'alter table customer_key add column generation integer not null default 1 check (generation >= 1)',
    'alter table customer_key drop constraint customer_key_pkey, add primary key (customer_id, generation)',
    `create table destroyed_key (
      customer_id text collate "C" primary key,
      through integer not null
    )`,
  ),
};
