import type { AuditEntry } from '@throughline/core';
import type { Kysely } from 'kysely';
import type { Database } from './schema.js';

/** Adds the entry to the trail, in the transaction of the action it records. */
export async function writeAudit(tx: Kysely<Database>, entry: AuditEntry): Promise<void> {
  await tx
    .insertInto('audit_entry')
    .values({
      at: entry.at,
      action: entry.action,
      actor_kind: entry.actor.kind,
      actor_id: entry.actor.id,
      conversation_id: entry.conversationId ?? null,
      details: entry.details ? JSON.stringify(entry.details) : null,
    })
    .execute();
}
