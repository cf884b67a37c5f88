import type { Migration } from 'kysely';
import { runStatements } from './run-statements.js';

/** What commits an erasure to its customer without telling who that was, and how both are looked for. */
export const erasureSubject: Migration = {
  up: runStatements(
    'alter table privacy_request add column subject text',
    'create index privacy_request_removed on privacy_request (removed_at) where removed_at is not null',
    'create index customer_external_id on customer (external_id)',
  ),
};
