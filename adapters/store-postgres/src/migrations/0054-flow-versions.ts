import type { Migration } from 'kysely';
import { runStatements } from './run-statements.js';

/** Every version of the flows, and which one is in force: the newest activation of the name. */
export const flowVersions: Migration = {
  up: runStatements(
    `create table flow_version (
      name text collate "C" not null,
      version text collate "C" not null,
      source text not null,
      resources text[] not null,
      added_at timestamptz not null,
      primary key (name, version)
    )`,
    `create table flow_activation (
      id bigint generated always as identity primary key,
      name text collate "C" not null,
      version text collate "C" not null,
      at timestamptz not null,
      by text not null check (by in ('file', 'operator')),
      foreign key (name, version) references flow_version
    )`,
    'create index flow_activation_of_name on flow_activation (name, id)',
  ),
};
