import type { Migration } from 'kysely';
import { runStatements } from './run-statements.js';

/** A customer has one open call, and one open message for each conversation that was left with one. */
export const messagesOfConversations: Migration = {
  up: runStatements(
    'drop index callback_open',
    `create unique index callback_open_call on callback (customer_id)
      where kind = 'call' and state in ('scheduled', 'due', 'calling')`,
    `create unique index callback_open_message on callback (conversation_id)
      where kind = 'message' and state in ('scheduled', 'due', 'calling')`,
  ),
};
