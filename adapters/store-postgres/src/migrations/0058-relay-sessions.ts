import type { Migration } from 'kysely';
import { runStatements } from './run-statements.js';

/**
 * Sessions of conversations at a contact center elsewhere, each owned by one node at a time. No foreign key: work that
 * is no conversation of the core, such as a call to return, may be served there as well.
 */
export const relaySessions: Migration = {
  up: runStatements(
    `create table relay_session (
      conversation_id text collate "C" primary key,
      interaction_id text collate "C" not null,
      queue_id text collate "C" not null,
      state text not null check (state in ('waiting', 'offered', 'assigned', 'closed')),
      priority integer not null,
      queued_at timestamptz not null,
      agent_id text collate "C",
      by_bot boolean not null default false,
      assigned_at timestamptz,
      version integer not null,
      followed_version integer not null default 0,
      sent_seq bigint not null default 0,
      received_at timestamptz,
      sealed bytea not null,
      finished boolean not null default false,
      owner text collate "C" not null,
      owned_until timestamptz not null
    )`,
    'create index relay_session_owner on relay_session (owner) where not finished',
    'create index relay_session_free on relay_session (owned_until) where not finished',
  ),
};
