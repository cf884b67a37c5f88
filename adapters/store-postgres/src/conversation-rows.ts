import type { Conversation, StoredEntry } from '@throughline/core';
import type { Selectable } from 'kysely';
import type { ConversationTable, EntryTable } from './schema.js';

export function toConversation(row: Selectable<ConversationTable>): Conversation {
  return {
    id: row.id,
    customerId: row.customer_id,
    state: row.state,
    openedAt: row.opened_at,
    endedAt: row.ended_at,
    headSeq: row.head_seq,
    agentId: row.agent_id,
    previousConversationId: row.previous_conversation_id,
    customerReceipts: { deliveredSeq: row.customer_delivered_seq, readSeq: row.customer_read_seq },
    agentReceipts: { deliveredSeq: row.agent_delivered_seq, readSeq: row.agent_read_seq },
  };
}

export function toEntry(row: Selectable<EntryTable>): StoredEntry {
  return {
    conversationId: row.conversation_id,
    seq: row.seq,
    id: row.id,
    kind: row.kind,
    party: { role: row.party_role, id: row.party_id },
    at: row.at,
    sealedBody: row.sealed_body,
  };
}
