import type { Migration } from 'kysely';
import { runStatements } from './run-statements.js';

/** What our OpenID provider has given out. */
export const issuedTokens: Migration = {
  up: runStatements(
    `create table issued_token (
      kind text collate "C" not null,
      id_hash bytea not null,
      grant_id text collate "C",
      payload jsonb not null,
      expires_at timestamptz not null,
      used_at timestamptz,
      primary key (kind, id_hash)
    )`,
    'create index issued_token_grant_id on issued_token (grant_id) where grant_id is not null',
    'create index issued_token_expires_at on issued_token (expires_at)',
  ),
};
