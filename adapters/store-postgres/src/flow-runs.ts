import type { Conversation, DecisionRecord, DecisionUpdate, FlowRunRecord } from '@throughline/core';
import { type Kysely, type Selectable, sql } from 'kysely';
import { toConversation } from './conversation-rows.js';
import type { Database } from './schema.js';

export function toDecision(row: Selectable<Database['decision']>): DecisionRecord {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    at: row.at,
    flowName: row.flow_name,
    flowVersion: row.flow_version,
    sealedFacts: row.sealed_facts,
    path: row.path,
    reasons: row.reasons,
    target: row.target,
    run: row.sealed_run && {
      sealed: row.sealed_run,
      timerAt: row.run_timer_at,
      pending: row.run_pending,
      version: row.run_version,
    },
  };
}

export function runColumns({ sealed, timerAt, pending, version }: FlowRunRecord, at: Date) {
  return {
    sealed_run: sealed,
    run_timer_at: timerAt,
    run_pending: pending,
    run_version: version,
    run_changed_at: at,
  };
}

export async function saveRun(
  db: Kysely<Database>,
  conversationId: string,
  expected: number,
  { at, path, reasons, target, run }: DecisionUpdate,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('decision')
    .set({
      path: [...path],
      reasons: [...reasons],
      target: JSON.stringify(target),
      ...runColumns(run, at),
    })
    .where('conversation_id', '=', conversationId)
    .where('run_version', '=', expected)
    .where('sealed_run', 'is not', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function dueRuns(
  db: Kysely<Database>,
  now: Date,
  pendingBefore: Date,
  limit: number,
): Promise<readonly Conversation[]> {
  const rows = await db
    .selectFrom('decision')
    .innerJoin('conversation', 'conversation.id', 'decision.conversation_id')
    .selectAll('conversation')
    .where('conversation.state', '<>', sql.lit('ended'))
    .where((eb) =>
      eb.or([
        eb('run_timer_at', '<=', now),
        eb.and([eb('run_pending', '=', sql.lit(true)), eb('run_changed_at', '<', pendingBefore)]),
      ]),
    )
    .orderBy('run_timer_at')
    .limit(limit)
    .execute();
  return rows.map(toConversation);
}
