import type { Interaction, WaitRange } from '@throughline/core';
import { type Selectable, sql } from 'kysely';
import type { InteractionTable } from './schema.js';

export function toInteraction(row: Selectable<InteractionTable>): Interaction {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    queueId: row.queue_id,
    state: row.state,
    priority: row.priority,
    queuedAt: row.queued_at,
    agentId: row.agent_id,
    offerExpiresAt: row.offer_expires_at,
    assignedAt: row.assigned_at,
    estimate: toEstimate(row),
    version: row.version,
  };
}

function toEstimate({
  estimate_low_seconds: lowSeconds,
  estimate_high_seconds: highSeconds,
}: Selectable<InteractionTable>): WaitRange | null {
  return lowSeconds === null || highSeconds === null ? null : { lowSeconds, highSeconds };
}

/** Part of every change of an interaction: a new version, which the core has yet to follow. */
export const CHANGED = {
  version: sql<number>`interaction.version + 1`,
  change_no: sql<number>`nextval('interaction_change')`,
};

const NOBODY = { agent_id: null, offer_expires_at: null, assigned_at: null };

/** Back in the queue; `queued_at` stays, and with it the place. */
export const RETURNED = { ...CHANGED, ...NOBODY, state: 'waiting' as const };

export const CLOSED = { ...CHANGED, ...NOBODY, state: 'closed' as const };
