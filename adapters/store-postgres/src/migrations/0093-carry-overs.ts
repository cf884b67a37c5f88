import type { Migration } from 'kysely';
import { runStatements } from './run-statements.js';

/** What customers can hand over on the phone, by a code of which only the hash is here. */
export const carryOvers: Migration = {
  up: runStatements(
    `create table carry_over (
      code_hash bytea primary key check (octet_length(code_hash) = 32),
      customer_id text collate "C" not null references customer on delete cascade,
      expires_at timestamptz not null,
      sealed_context bytea not null
    )`,
    'create index carry_over_of_customer on carry_over (customer_id)',
    'create index carry_over_expiry on carry_over (expires_at)',
  ),
};
