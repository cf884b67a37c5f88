import type { Migration } from 'kysely';
import { runStatements } from './run-statements.js';

/** Mails that customers asked for and that are not sent yet; their text is made when they are sent. */
export const outgoingMails: Migration = {
  up: runStatements(
    `create table outgoing_mail (
      id text collate "C" primary key,
      customer_id text collate "C" not null references customer on delete cascade,
      conversation_id text collate "C" not null unique,
      sealed bytea not null,
      created_at timestamptz not null,
      due_at timestamptz not null,
      attempts integer not null default 0
    )`,
    'create index outgoing_mail_of_customer on outgoing_mail (customer_id)',
    'create index outgoing_mail_due on outgoing_mail (due_at)',
  ),
};
