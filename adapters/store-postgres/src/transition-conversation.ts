import type { StoredEntry, Transition, TransitionResult } from '@throughline/core';
import type { Kysely } from 'kysely';
import { writeAudit } from './audit.js';
import { toConversation, toEntry } from './conversation-rows.js';
import type { Database } from './schema.js';

/** Changes state and holder with the entry and the audit entry that belong to it, as one commit. */
export async function transitionConversation(
  db: Kysely<Database>,
  transition: Transition,
): Promise<TransitionResult> {
  return db.transaction().execute(async (tx) => {
    const current = await tx
      .selectFrom('conversation')
      .selectAll()
      .where('id', '=', transition.conversationId)
      .forUpdate()
      .executeTakeFirst();
    if (!current) return { kind: 'not_found' };
    const { interactionVersion } = transition;
    const isStale = interactionVersion !== null && interactionVersion < current.interaction_version;
    if (isStale || !transition.from.includes(current.state) || (await isKnown(tx, transition))) {
      return { kind: 'unchanged', conversation: toConversation(current) };
    }
    const entry = await insertEntry(tx, transition, current.head_seq + 1);
    const changed = await tx
      .updateTable('conversation')
      .set({
        state: transition.to,
        agent_id: transition.agentId,
        ended_at: transition.to === 'ended' ? transition.at : null,
        head_seq: entry?.seq ?? current.head_seq,
        interaction_version: interactionVersion ?? current.interaction_version,
      })
      .where('id', '=', transition.conversationId)
      .returningAll()
      .executeTakeFirstOrThrow();
    if (transition.audit) await writeAudit(tx, transition.audit);
    return { kind: 'changed', conversation: toConversation(changed), entry };
  });
}

async function isKnown(tx: Kysely<Database>, { conversationId, entry }: Transition): Promise<boolean> {
  if (!entry) return false;
  const known = await tx
    .selectFrom('entry')
    .select('seq')
    .where('conversation_id', '=', conversationId)
    .where('id', '=', entry.id)
    .executeTakeFirst();
  return known !== undefined;
}

async function insertEntry(
  tx: Kysely<Database>,
  { conversationId, entry }: Transition,
  seq: number,
): Promise<StoredEntry | null> {
  if (!entry) return null;
  const row = await tx
    .insertInto('entry')
    .values({
      conversation_id: conversationId,
      seq,
      id: entry.id,
      kind: entry.kind,
      party_role: entry.party.role,
      party_id: entry.party.id,
      at: entry.at,
      sealed_body: entry.sealedBody,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toEntry(row);
}
