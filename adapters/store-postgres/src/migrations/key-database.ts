import type { Migration } from 'kysely';
import { runStatements } from './run-statements.js';

/** The schema of a database that holds customers' keys and nothing else. */
export const KEY_DATABASE_MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-customer-keys': {
    up: runStatements(
      `create table customer_key (
        customer_id text collate "C" not null,
        generation integer not null check (generation >= 1),
        wrapped_by text not null,
        wrapped bytea not null,
        primary key (customer_id, generation)
      )`,
      `create table destroyed_key (
        customer_id text collate "C" primary key,
        through integer not null
      )`,
    ),
  },
};
