import type { Migration } from 'kysely';
import { runStatements } from './run-statements.js';

/**
 * Customers, their keys, sessions and the audit trail.
 *
 * Ids are `collate "C"`: compared byte by byte, so that their order (in which rows are locked) is the same on every
 * server, and fast.
 */
export const customers: Migration = {
  up: runStatements(
    `create table customer (
      id text collate "C" primary key,
      issuer text not null,
      external_id text not null,
      unique (issuer, external_id)
    )`,
    // No reference to the customer: a deployment may keep this table's content elsewhere.
    `create table customer_key (
      customer_id text collate "C" primary key,
      wrapped_by text not null,
      wrapped bytea not null
    )`,
    // idle_until never passes absolute_until, so that idle_until alone says whether a session is over.
    `create table session (
      id_hash bytea primary key,
      customer_id text collate "C" not null references customer,
      sealed_claims bytea not null,
      created_at timestamptz not null,
      idle_until timestamptz not null,
      absolute_until timestamptz not null,
      check (idle_until <= absolute_until)
    )`,
    'create index session_idle_until on session (idle_until)',
    `create table agent_session (
      id_hash bytea primary key,
      agent_id text collate "C" not null,
      created_at timestamptz not null,
      expires_at timestamptz not null
    )`,
    'create index agent_session_expires_at on agent_session (expires_at)',
    `create table used_token (
      issuer text not null,
      jti text not null,
      expires_at timestamptz not null,
      primary key (issuer, jti)
    )`,
    'create index used_token_expires_at on used_token (expires_at)',
    // No reference to the conversation: the trail outlives what it is about.
    `create table audit_entry (
      id bigint generated always as identity primary key,
      at timestamptz not null,
      action text not null,
      actor_kind text not null check (actor_kind in ('customer', 'agent', 'system')),
      actor_id text not null,
      conversation_id text collate "C",
      details jsonb
    )`,
  ),
};
