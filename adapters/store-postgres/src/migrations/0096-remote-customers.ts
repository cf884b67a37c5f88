import type { Migration } from 'kysely';
import { runStatements } from './run-statements.js';

/** What a contact center elsewhere knows of customers. Ids only. */
export const remoteCustomers: Migration = {
  up: runStatements(
    `create table remote_customer (
      customer_id text collate "C" primary key references customer on delete cascade,
      contact_id text collate "C",
      contact_at timestamptz,
      entry_id text collate "C",
      entry_channel text collate "C",
      entry_at timestamptz,
      check ((contact_id is null) = (contact_at is null)),
      check ((entry_id is null) = (entry_at is null) and (entry_id is null) = (entry_channel is null))
    )`,
  ),
};
