import type { Migration } from 'kysely';
import { runStatements } from './run-statements.js';

/**
 * Agents who sign in at an identity provider: their roles and the provider's word are part of the session, and those
 * who are not configured are made at their first sign-in and outlive a new configuration.
 */
export const staff: Migration = {
  up: runStatements(
    `alter table agent_session
      add column display_name text not null default '',
      add column roles text[] not null default '{agent}',
      add column sealed_id_token bytea`,
    'alter table agent_session alter column display_name drop default, alter column roles drop default',
    'alter table agent add column provisioned boolean not null default false',
  ),
};
