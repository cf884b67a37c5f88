import type { Migration } from 'kysely';
import { runStatements } from './run-statements.js';

/**
 * Sessions with an id of their own and keys that are replaced while they run. The table `session` stays for nodes of
 * the version before; whoever was signed in there is signed in again by the portal, without noticing.
 */
export const customerSessions: Migration = {
  up: runStatements(
    // idle_until never passes absolute_until, so that idle_until alone says whether a session is over.
    `create table customer_session (
      id text collate "C" primary key,
      customer_id text collate "C" not null references customer,
      browser_hash bytea not null,
      sealed bytea not null,
      created_at timestamptz not null,
      used_at timestamptz not null,
      idle_until timestamptz not null,
      absolute_until timestamptz not null,
      check (idle_until <= absolute_until)
    )`,
    'create index customer_session_customer_id on customer_session (customer_id)',
    'create index customer_session_browser_hash on customer_session (browser_hash)',
    'create index customer_session_idle_until on customer_session (idle_until)',
    // Keys that work no more stay with their session: a browser that missed its new key is found by the old one.
    `create table customer_session_key (
      key_hash bytea primary key,
      session_id text collate "C" not null references customer_session on delete cascade,
      issued_at timestamptz not null,
      works_until timestamptz
    )`,
    'create index customer_session_key_session_id on customer_session_key (session_id)',
  ),
};
