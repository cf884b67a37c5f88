import type { Interaction, NewInteraction, SkillNeed } from '@throughline/core';
import type { Kysely } from 'kysely';
import { CHANGED, toInteraction } from './interaction-rows.js';
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
      await addSkills(tx, id, skills);
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

export async function reroute(
  db: Kysely<Database>,
  { conversationId, estimate, skills, ...wish }: Omit<NewInteraction, 'id'>,
): Promise<Interaction | null> {
  return db.transaction().execute(async (tx) => {
    const before = await tx
      .selectFrom('interaction')
      .selectAll()
      .where('conversation_id', '=', conversationId)
      .forUpdate()
      .executeTakeFirst();
    if (!before) return null;
    if (before.state === 'offered' || before.state === 'assigned') return toInteraction(before);
    const isAnew = before.state === 'closed';
    const isMoved = before.queue_id !== wish.queueId || before.priority !== wish.priority;
    await tx.deleteFrom('interaction_skill').where('interaction_id', '=', before.id).execute();
    await addSkills(tx, before.id, skills);
    const after = await tx
      .updateTable('interaction')
      .set({
        // Other skills are nothing that the core has to follow.
        ...(isAnew || isMoved ? CHANGED : {}),
        ...(isAnew
          ? {
              state: 'waiting' as const,
              queued_at: wish.queuedAt,
              estimate_low_seconds: estimate?.lowSeconds ?? null,
              estimate_high_seconds: estimate?.highSeconds ?? null,
            }
          : {}),
        queue_id: wish.queueId,
        priority: wish.priority,
        preferred_agent_id: wish.preferredAgentId,
      })
      .where('id', '=', before.id)
      .returningAll()
      .executeTakeFirstOrThrow();
    return toInteraction(after);
  });
}

async function addSkills(
  tx: Kysely<Database>,
  interactionId: string,
  skills: readonly SkillNeed[],
): Promise<void> {
  const needs = skills.map(({ skill, until }) => ({ interaction_id: interactionId, skill, until }));
  if (needs.length > 0) await tx.insertInto('interaction_skill').values(needs).execute();
}
