import type { Migration } from 'kysely';
import { runStatements } from './run-statements.js';

/** Files that customers and agents send, in sealed pieces. They go with their conversation, or their customer. */
export const blobs: Migration = {
  up: runStatements(
    `create table blob (
      id text collate "C" primary key,
      customer_id text collate "C" not null references customer on delete cascade,
      uploader_role text not null check (uploader_role in ('customer', 'agent', 'system')),
      uploader_id text not null,
      conversation_id text collate "C" references conversation on delete cascade,
      preview_of text collate "C" references blob on delete cascade,
      bytes bigint not null check (bytes >= 0),
      created_at timestamptz not null,
      whole boolean not null default false,
      sealed_facts bytea not null
    )`,
    'create index blob_of_customer on blob (customer_id)',
    'create index blob_preview_of on blob (preview_of) where preview_of is not null',
    'create index blob_unsent on blob (created_at) where conversation_id is null',
    'create index blob_of_conversation on blob (conversation_id) where conversation_id is not null',
    `create table blob_piece (
      blob_id text collate "C" not null references blob on delete cascade,
      index integer not null,
      sealed bytea not null,
      primary key (blob_id, index)
    )`,
    // Pieces are ciphertext: compressing them costs time and saves nothing.
    'alter table blob_piece alter column sealed set storage external',
  ),
};
