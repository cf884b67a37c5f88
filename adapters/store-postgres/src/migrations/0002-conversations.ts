import type { Migration } from 'kysely';
import { runStatements } from './run-statements.js';

/** Conversations, their entries, context and decisions. */
export const conversations: Migration = {
  up: runStatements(
    // Head, receipts and presence change all the time and are in no index, so that such an update stays inside its
    // page (a heap-only tuple): no index grows, and the free room of the page is enough for it.
    `create table conversation (
      id text collate "C" primary key,
      customer_id text collate "C" not null references customer,
      state text not null check (
        state in ('routing', 'queued', 'offered', 'active', 'held', 'bot', 'fallback', 'ended')
      ),
      opened_at timestamptz not null,
      ended_at timestamptz,
      head_seq bigint not null default 0,
      agent_id text collate "C",
      previous_conversation_id text collate "C" references conversation,
      customer_delivered_seq bigint not null default 0,
      customer_read_seq bigint not null default 0,
      agent_delivered_seq bigint not null default 0,
      agent_read_seq bigint not null default 0,
      customer_seen_at timestamptz not null,
      settled boolean not null default false,
      check ((state = 'ended') = (ended_at is not null)),
      check (customer_delivered_seq <= head_seq and customer_read_seq <= head_seq),
      check (agent_delivered_seq <= head_seq and agent_read_seq <= head_seq)
    ) with (fillfactor = 80)`,
    // T1. It is also the list of the live conversations, which is what the search for absent customers reads.
    `create unique index conversation_live on conversation (customer_id) where state <> 'ended'`,
    `create index conversation_ended on conversation (customer_id, ended_at) where state = 'ended'`,
    `create index conversation_routing on conversation (opened_at) where state = 'routing'`,
    `create index conversation_unsettled on conversation (ended_at) where state = 'ended' and not settled`,
    `create table entry (
      conversation_id text collate "C" not null references conversation,
      seq bigint not null check (seq > 0),
      id text collate "C" not null,
      kind text not null check (kind in ('message', 'joined', 'left', 'ended')),
      party_role text not null check (party_role in ('customer', 'agent', 'system')),
      party_id text not null,
      at timestamptz not null,
      sealed_body bytea not null,
      primary key (conversation_id, seq),
      unique (conversation_id, id)
    )`,
    `create table conversation_context (
      id bigint generated always as identity primary key,
      conversation_id text collate "C" not null references conversation,
      at timestamptz not null,
      sealed bytea not null
    )`,
    'create index conversation_context_of on conversation_context (conversation_id, id)',
    `create table decision (
      id text collate "C" primary key,
      conversation_id text collate "C" not null unique references conversation,
      at timestamptz not null,
      flow_name text not null,
      flow_version text not null,
      sealed_facts bytea not null,
      path text[] not null,
      reasons text[] not null,
      target jsonb not null
    )`,
  ),
};
