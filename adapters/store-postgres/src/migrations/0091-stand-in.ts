import type { Migration } from 'kysely';
import { runStatements } from './run-statements.js';

/**
 * The latest wish to have the embedded contact center take new conversations, of which the audit trail keeps the
 * history, and which contact center each conversation is with.
 */
export const standIn: Migration = {
  up: runStatements(
    `create table stand_in_switch (
      singleton boolean primary key default true check (singleton),
      id text collate "C" not null,
      proposed_at timestamptz not null,
      proposed_by text not null,
      minutes integer not null check (minutes > 0),
      confirmed_at timestamptz,
      confirmed_by text,
      until timestamptz,
      ended_at timestamptz,
      check (confirmed_by <> proposed_by)
    )`,
    `create table conversation_place (
      conversation_id text collate "C" primary key references conversation on delete cascade,
      stand_in boolean not null
    )`,
  ),
};
