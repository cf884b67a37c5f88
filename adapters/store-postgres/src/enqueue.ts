import type { Interaction, NewInteraction } from '@throughline/core';
import type { Kysely } from 'kysely';
import { toInteraction } from './interaction-rows.js';
import type { Database } from './schema.js';

/** Puts a conversation into a queue, with the skills it asks for, unless it has an interaction already. */
export async function enqueue(db: Kysely<Database>, interaction: NewInteraction): Promise<Interaction> {
  const { id, conversationId, estimate, skills } = interaction;
  return db.transaction().execute(async (tx) => {
    const made = await tx
      .insertInto('interaction')
      .values({
        id,
        conversation_id: conversationId,
        queue_id: interaction.queueId,
        priority: interaction.priority,
        queued_at: interaction.queuedAt,
        preferred_agent_id: interaction.preferredAgentId,
        estimate_low_seconds: estimate?.lowSeconds ?? null,
        estimate_high_seconds: estimate?.highSeconds ?? null,
      })
      .onConflict((conflict) => conflict.column('conversation_id').doNothing())
      .returningAll()
      .executeTakeFirst();
    if (made) {
      const needs = skills.map(({ skill, until }) => ({ interaction_id: id, skill, until }));
      if (needs.length > 0) await tx.insertInto('interaction_skill').values(needs).execute();
      return toInteraction(made);
    }
    const row = await tx
      .selectFrom('interaction')
      .selectAll()
      .where('conversation_id', '=', conversationId)
      .executeTakeFirstOrThrow();
    return toInteraction(row);
  });
}
