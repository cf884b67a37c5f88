import type {
  AuditEntry,
  Conversation,
  DecisionRecord,
  NewConversation,
  StoredContextItem,
} from '@throughline/core';
import { type Kysely, sql } from 'kysely';
import { writeAudit } from './audit.js';
import { toConversation } from './conversation-rows.js';
import { runColumns } from './flow-runs.js';
import type { Database } from './schema.js';

/** Opens the conversation with its context, decision and audit entry, or finds the customer's live one (T1). */
export async function openConversation(
  db: Kysely<Database>,
  conversation: NewConversation,
  context: StoredContextItem,
  decision: DecisionRecord,
  audit: AuditEntry,
): Promise<{ readonly conversation: Conversation; readonly joined: boolean }> {
  return db.transaction().execute(async (tx) => {
    for (;;) {
      const opened = await insertUnlessLive(tx, conversation);
      if (opened) {
        await insertParts(tx, conversation.id, context, decision);
        await writeAudit(tx, audit);
        return { conversation: opened, joined: false };
      }
      const live = await findLive(tx, conversation.customerId);
      if (live) return { conversation: live, joined: true };
      // It ended between the two statements, so there is room now.
    }
  });
}

/** Waits for a transaction that is opening one for the same customer; null when there is one then. */
async function insertUnlessLive(tx: Kysely<Database>, conversation: NewConversation) {
  const row = await tx
    .insertInto('conversation')
    .values({
      id: conversation.id,
      customer_id: conversation.customerId,
      state: 'routing',
      opened_at: conversation.openedAt,
      previous_conversation_id: conversation.previousConversationId,
      customer_seen_at: conversation.openedAt,
    })
    .onConflict((conflict) =>
      conflict.column('customer_id').where('state', '<>', sql.lit('ended')).doNothing(),
    )
    .returningAll()
    .executeTakeFirst();
  return row ? toConversation(row) : null;
}

async function findLive(tx: Kysely<Database>, customerId: string) {
  const row = await tx
    .selectFrom('conversation')
    .selectAll()
    .where('customer_id', '=', customerId)
    .where('state', '<>', sql.lit('ended'))
    .executeTakeFirst();
  return row ? toConversation(row) : null;
}

async function insertParts(
  tx: Kysely<Database>,
  conversationId: string,
  context: StoredContextItem,
  decision: DecisionRecord,
): Promise<void> {
  await tx
    .insertInto('conversation_context')
    .values({ conversation_id: conversationId, at: context.at, sealed: context.sealed })
    .execute();
  await tx
    .insertInto('decision')
    .values({
      id: decision.id,
      conversation_id: conversationId,
      at: decision.at,
      flow_name: decision.flowName,
      flow_version: decision.flowVersion,
      sealed_facts: decision.sealedFacts,
      path: [...decision.path],
      reasons: [...decision.reasons],
      target: JSON.stringify(decision.target),
      ...(decision.run ? runColumns(decision.run, decision.at) : {}),
    })
    .execute();
}
