import {
  type AppendResult,
  type AuditEntry,
  type Conversation,
  type ConversationStore,
  CoreError,
  type DecisionRecord,
  type DecisionUpdate,
  type NewConversation,
  type NewEntry,
  type PartyRole,
  type Receipts,
  type StoredContextItem,
  type StoredEntry,
  type StoredSurvey,
  type Transition,
  type TransitionResult,
} from '@throughline/core';
import { type Kysely, sql } from 'kysely';
import { appendEntries } from './append-entries.js';
import { writeAudit } from './audit.js';
import { toConversation, toEntry } from './conversation-rows.js';
import { dueRuns, saveRun, toDecision } from './flow-runs.js';
import { openConversation } from './open-conversation.js';
import type { Database } from './schema.js';
import { transitionConversation } from './transition-conversation.js';

/** Conversations, entries, context and decisions. */
export class PostgresConversationStore implements ConversationStore {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  async open(
    conversation: NewConversation,
    context: StoredContextItem,
    decision: DecisionRecord,
    audit: AuditEntry,
  ): Promise<{ readonly conversation: Conversation; readonly joined: boolean }> {
    return openConversation(this.#db, conversation, context, decision, audit);
  }

  async addContext(conversationId: string, context: StoredContextItem, audit: AuditEntry): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      // The lock makes the order of numbers the order of commits.
      const found = await tx
        .selectFrom('conversation')
        .select('id')
        .where('id', '=', conversationId)
        .forUpdate()
        .executeTakeFirst();
      if (!found) throw new CoreError('not_found', 'There is no such conversation.');
      await tx
        .insertInto('conversation_context')
        .values({ conversation_id: conversationId, at: context.at, sealed: context.sealed })
        .execute();
      await writeAudit(tx, audit);
    });
  }

  async append(entries: readonly NewEntry[]): Promise<readonly AppendResult[]> {
    return appendEntries(this.#db, entries);
  }

  async transition(transition: Transition): Promise<TransitionResult> {
    return transitionConversation(this.#db, transition);
  }

  async read(conversationId: string, afterSeq: number, limit: number): Promise<readonly StoredEntry[]> {
    const rows = await this.#db
      .selectFrom('entry')
      .selectAll()
      .where('conversation_id', '=', conversationId)
      .where('seq', '>', afterSeq)
      .orderBy('seq')
      .limit(limit)
      .execute();
    return rows.map(toEntry);
  }

  async heads(ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#db
      .selectFrom('conversation')
      .select(['id', 'head_seq'])
      .where('id', '=', sql<string>`any (${ids}::text[])`)
      .execute();
    return new Map(rows.map((row) => [row.id, row.head_seq]));
  }

  async get(conversationId: string): Promise<Conversation | null> {
    const row = await this.#conversations().where('id', '=', conversationId).executeTakeFirst();
    return row ? toConversation(row) : null;
  }

  async findLive(customerId: string): Promise<Conversation | null> {
    const row = await this.#conversations()
      .where('customer_id', '=', customerId)
      .where('state', '<>', sql.lit('ended'))
      .executeTakeFirst();
    return row ? toConversation(row) : null;
  }

  async liveOf(customerIds: readonly string[]): Promise<readonly Conversation[]> {
    const rows = await this.#conversations()
      .where('customer_id', '=', sql<string>`any (${customerIds}::text[])`)
      .where('state', '<>', sql.lit('ended'))
      .execute();
    return rows.map(toConversation);
  }

  async lastAgent(conversationId: string): Promise<string | null> {
    const row = await this.#db
      .selectFrom('entry')
      .select('party_id')
      .where('conversation_id', '=', conversationId)
      .where('kind', '=', 'joined')
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row?.party_id ?? null;
  }

  async findLastEnded(customerId: string): Promise<Conversation | null> {
    const row = await this.#conversations()
      .where('customer_id', '=', customerId)
      .where('state', '=', sql.lit('ended'))
      .orderBy('ended_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row ? toConversation(row) : null;
  }

  async context(conversationId: string): Promise<readonly StoredContextItem[]> {
    return this.#db
      .selectFrom('conversation_context')
      .select(['at', 'sealed'])
      .where('conversation_id', '=', conversationId)
      .orderBy('id')
      .execute();
  }

  async decision(conversationId: string): Promise<DecisionRecord | null> {
    const row = await this.#db
      .selectFrom('decision')
      .selectAll()
      .where('conversation_id', '=', conversationId)
      .executeTakeFirst();
    return row ? toDecision(row) : null;
  }

  async saveRun(conversationId: string, expected: number, update: DecisionUpdate): Promise<boolean> {
    return saveRun(this.#db, conversationId, expected, update);
  }

  async dueRuns(now: Date, pendingBefore: Date, limit: number): Promise<readonly Conversation[]> {
    return dueRuns(this.#db, now, pendingBefore, limit);
  }

  async raiseReceipts(
    conversationId: string,
    side: Exclude<PartyRole, 'system'>,
    receipts: Receipts,
  ): Promise<Conversation | null> {
    const delivered = sql.ref<number>(`${side}_delivered_seq`);
    const read = sql.ref<number>(`${side}_read_seq`);
    const raisedDelivered = sql<number>`greatest(${delivered}, least(${receipts.deliveredSeq}::bigint, head_seq))`;
    const raisedRead = sql<number>`greatest(${read}, least(${receipts.readSeq}::bigint, head_seq))`;
    const row = await this.#db
      .updateTable('conversation')
      .set({ [`${side}_delivered_seq`]: raisedDelivered, [`${side}_read_seq`]: raisedRead })
      .where('id', '=', conversationId)
      .where(sql<boolean>`(${raisedDelivered}, ${raisedRead}) <> (${delivered}, ${read})`)
      .returningAll()
      .executeTakeFirst();
    return row ? toConversation(row) : null;
  }

  async keepSurvey(conversationId: string, survey: StoredSurvey, audit: AuditEntry): Promise<boolean> {
    const { score, at, sealedComment } = survey;
    return this.#db.transaction().execute(async (tx) => {
      const kept = await tx
        .updateTable('conversation')
        .set({ survey_score: score, survey_at: at, survey_comment: sealedComment })
        .where('id', '=', conversationId)
        .where('state', '=', 'ended')
        .where('survey_score', 'is', null)
        .returning('id')
        .executeTakeFirst();
      if (kept) await writeAudit(tx, audit);
      return kept !== undefined;
    });
  }

  async survey(conversationId: string): Promise<StoredSurvey | null> {
    const row = await this.#db
      .selectFrom('conversation')
      .select(['survey_score', 'survey_at', 'survey_comment'])
      .where('id', '=', conversationId)
      .executeTakeFirst();
    if (!row?.survey_score || !row.survey_at) return null;
    return { score: row.survey_score, at: row.survey_at, sealedComment: row.survey_comment };
  }

  async markPresent(customerIds: readonly string[], at: Date): Promise<void> {
    // Locked in id order, as `append` does, so that the two never wait for each other in a circle.
    await this.#db
      .with('present', (db) =>
        db
          .selectFrom('conversation')
          .select('id')
          .where('customer_id', '=', sql<string>`any (${customerIds}::text[])`)
          .where('state', '<>', sql.lit('ended'))
          .where('customer_seen_at', '<', at)
          .orderBy('id')
          .forUpdate(),
      )
      .updateTable('conversation')
      .from('present')
      .set({ customer_seen_at: at })
      .whereRef('conversation.id', '=', 'present.id')
      .execute();
  }

  async absent(before: Date, limit: number): Promise<readonly Conversation[]> {
    const rows = await this.#conversations()
      .where('state', '<>', sql.lit('ended'))
      .where('customer_seen_at', '<', before)
      .limit(limit)
      .execute();
    return rows.map(toConversation);
  }

  async unsettled(limit: number): Promise<readonly Conversation[]> {
    const rows = await this.#conversations()
      .where('state', '=', sql.lit('ended'))
      .where(sql<boolean>`not settled`)
      .orderBy('ended_at')
      .limit(limit)
      .execute();
    return rows.map(toConversation);
  }

  async markSettled(conversationId: string): Promise<void> {
    await this.#db
      .updateTable('conversation')
      .set({ settled: true })
      .where('id', '=', conversationId)
      .where('state', '=', sql.lit('ended'))
      .where(sql<boolean>`not settled`)
      .execute();
  }

  #conversations() {
    return this.#db.selectFrom('conversation').selectAll();
  }
}
