import type { Migration } from 'kysely';
import { runStatements } from './run-statements.js';

/** Queues, agents and interactions of the embedded contact center. */
export const contactCenter: Migration = {
  up: runStatements(
    `create table queue (
      id text collate "C" primary key,
      display_name text not null
    )`,
    // Available means: the flag is set and lease_until is in the future.
    `create table agent (
      id text collate "C" primary key,
      display_name text not null,
      role text not null check (role in ('agent', 'supervisor')),
      capacity integer not null check (capacity >= 0),
      available boolean not null default false,
      available_since timestamptz,
      lease_until timestamptz,
      last_assigned_at timestamptz,
      check (available = (available_since is not null)),
      check (not available or lease_until is not null)
    ) with (fillfactor = 80)`,
    `create table agent_queue (
      agent_id text collate "C" not null references agent on delete cascade,
      queue_id text collate "C" not null references queue on delete cascade,
      primary key (agent_id, queue_id)
    )`,
    'create index agent_queue_of_queue on agent_queue (queue_id)',
    'create sequence interaction_change',
    // No references to conversation, queue and agent: the contact center knows conversations by id only, and an
    // interaction outlives a change of configuration. Whatever changes a row raises version and takes a new
    // change_no; followed_version is the last version that the core has carried out.
    `create table interaction (
      id text collate "C" primary key,
      conversation_id text collate "C" not null unique,
      queue_id text collate "C" not null,
      state text not null default 'waiting' check (state in ('waiting', 'offered', 'assigned', 'closed')),
      priority integer not null,
      queued_at timestamptz not null,
      agent_id text collate "C",
      offer_expires_at timestamptz,
      assigned_at timestamptz,
      version integer not null default 1,
      followed_version integer not null default 0,
      change_no bigint not null default nextval('interaction_change'),
      check ((agent_id is not null) = (state in ('offered', 'assigned'))),
      check ((offer_expires_at is not null) = (state = 'offered')),
      check ((assigned_at is not null) = (state = 'assigned')),
      check (followed_version <= version)
    )`,
    `create index interaction_waiting on interaction (priority desc, queued_at, id) where state = 'waiting'`,
    `create index interaction_in_queue on interaction (queue_id) where state in ('waiting', 'offered')`,
    'create index interaction_of_agent on interaction (agent_id) where agent_id is not null',
    `create index interaction_offer_expires on interaction (offer_expires_at) where state = 'offered'`,
    `create index interaction_unfollowed on interaction (change_no) where followed_version < version`,
    // Who declined or missed an interaction that still looks for an agent.
    `create table offer_refusal (
      interaction_id text collate "C" not null references interaction on delete cascade,
      agent_id text collate "C" not null,
      at timestamptz not null,
      primary key (interaction_id, agent_id)
    )`,
  ),
};
