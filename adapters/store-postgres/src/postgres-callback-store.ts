import type {
  AttemptResult,
  AuditEntry,
  Callback,
  CallbackStore,
  NewCallback,
  StoredCallbackNote,
} from '@throughline/core';
import { type Kysely, type Selectable, sql } from 'kysely';
import { writeAudit } from './audit.js';
import type { CallbackTable, Database } from './schema.js';

const OPEN = ['scheduled', 'due', 'calling'] as const;

export class PostgresCallbackStore implements CallbackStore {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  async schedule(
    callback: NewCallback,
    audit: AuditEntry,
  ): Promise<{ readonly callback: Callback; readonly created: boolean }> {
    return this.#db.transaction().execute(async (tx) => {
      const made = await tx
        .insertInto('callback')
        .values({
          id: callback.id,
          kind: callback.kind,
          customer_id: callback.customerId,
          conversation_id: callback.conversationId,
          queue_id: callback.queueId,
          priority: callback.priority,
          due_at: callback.dueAt,
          time_zone: callback.timeZone,
          created_at: callback.createdAt,
          changed_at: callback.createdAt,
          sealed_request: callback.sealedRequest,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returningAll()
        .executeTakeFirst();
      if (made) {
        await writeAudit(tx, audit);
        return { callback: toCallback(made), created: true };
      }
      const open = await tx
        .selectFrom('callback')
        .selectAll()
        .where('customer_id', '=', callback.customerId)
        .where('kind', '=', callback.kind)
        .$if(callback.kind === 'message', (query) =>
          query.where('conversation_id', '=', callback.conversationId),
        )
        .where('state', 'in', OPEN)
        .executeTakeFirstOrThrow();
      return { callback: toCallback(open), created: false };
    });
  }

  async latest(customerId: string, kind: Callback['kind']): Promise<Callback | null> {
    const row = await this.#callbacks()
      .where('customer_id', '=', customerId)
      .where('kind', '=', kind)
      .orderBy(sql`state in ('scheduled', 'due', 'calling')`, 'desc')
      .orderBy('changed_at', 'desc')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row ? toCallback(row) : null;
  }

  async byWork(workId: string): Promise<Callback | null> {
    const row = await this.#callbacks().where('work_id', '=', workId).executeTakeFirst();
    return row ? toCallback(row) : null;
  }

  async cancel(id: string, customerId: string, at: Date, audit: AuditEntry): Promise<Callback | null> {
    return this.#db.transaction().execute(async (tx) => {
      // Read first, because the work is part of what the caller has to take back.
      const before = await tx
        .selectFrom('callback')
        .selectAll()
        .where('id', '=', id)
        .where('customer_id', '=', customerId)
        .where('state', 'in', ['scheduled', 'due'])
        .forUpdate()
        .executeTakeFirst();
      if (!before) return null;
      await tx
        .updateTable('callback')
        .set({ state: 'cancelled', work_id: null, changed_at: at })
        .where('id', '=', id)
        .execute();
      await writeAudit(tx, audit);
      return { ...toCallback(before), state: 'cancelled', changedAt: at };
    });
  }

  async due(now: Date, startedBefore: Date, limit: number): Promise<readonly Callback[]> {
    const rows = await this.#callbacks()
      .where((eb) =>
        eb.or([
          eb.and([eb('state', '=', sql.lit('scheduled')), eb('due_at', '<=', now)]),
          eb.and([eb('state', '=', sql.lit('due')), eb('changed_at', '<', startedBefore)]),
        ]),
      )
      .orderBy('due_at')
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.map(toCallback);
  }

  async start(id: string, workId: string, at: Date): Promise<boolean> {
    const { numUpdatedRows } = await this.#db
      .updateTable('callback')
      .set({ state: 'due', work_id: workId, changed_at: at })
      .where('id', '=', id)
      .where('state', '=', 'scheduled')
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  async assign(workId: string, agentId: string | null, at: Date): Promise<Callback | null> {
    const row = await this.#db
      .updateTable('callback')
      .set({ state: agentId === null ? 'due' : 'calling', agent_id: agentId, changed_at: at })
      .where('work_id', '=', workId)
      .returningAll()
      .executeTakeFirst();
    return row ? toCallback(row) : null;
  }

  async finish(
    workId: string,
    agentId: string,
    result: AttemptResult,
    at: Date,
    audit: AuditEntry,
  ): Promise<Callback | null> {
    return this.#db.transaction().execute(async (tx) => {
      const row = await tx
        .updateTable('callback')
        .set({
          state: result.state,
          work_id: null,
          agent_id: null,
          changed_at: at,
          ...(result.state === 'done' ? {} : { attempts: sql<number>`attempts + 1` }),
          ...(result.state === 'scheduled' ? { due_at: result.dueAt } : {}),
        })
        .where('work_id', '=', workId)
        .where('agent_id', '=', agentId)
        .returningAll()
        .executeTakeFirst();
      if (!row) return null;
      await writeAudit(tx, audit);
      return toCallback(row);
    });
  }

  async addNote(workId: string, note: Omit<StoredCallbackNote, 'seq'>): Promise<StoredCallbackNote | null> {
    return this.#db.transaction().execute(async (tx) => {
      // The row's lock puts the notes of one callback in order.
      const callback = await tx
        .selectFrom('callback')
        .select('id')
        .where('work_id', '=', workId)
        .forUpdate()
        .executeTakeFirst();
      if (!callback) return null;
      const known = tx.selectFrom('callback_note').where('callback_id', '=', callback.id);
      const first = await known.selectAll().where('id', '=', note.id).executeTakeFirst();
      if (first) return toNote(first);
      const { last } = await known
        .select((eb) => eb.fn.coalesce(eb.fn.max('seq'), sql.lit(0)).as('last'))
        .executeTakeFirstOrThrow();
      const seq = last + 1;
      const { id, agentId, at, sealed } = note;
      await tx
        .insertInto('callback_note')
        .values({ callback_id: callback.id, seq, id, agent_id: agentId, at, sealed })
        .execute();
      return { ...note, seq };
    });
  }

  async notes(callbackId: string, afterSeq: number): Promise<readonly StoredCallbackNote[]> {
    const rows = await this.#db
      .selectFrom('callback_note')
      .selectAll()
      .where('callback_id', '=', callbackId)
      .where('seq', '>', afterSeq)
      .orderBy('seq')
      .execute();
    return rows.map(toNote);
  }

  #callbacks() {
    return this.#db.selectFrom('callback').selectAll();
  }
}

export function toCallback(row: Selectable<CallbackTable>): Callback {
  return {
    id: row.id,
    kind: row.kind,
    customerId: row.customer_id,
    conversationId: row.conversation_id,
    queueId: row.queue_id,
    priority: row.priority,
    dueAt: row.due_at,
    timeZone: row.time_zone,
    state: row.state,
    attempts: row.attempts,
    workId: row.work_id,
    agentId: row.agent_id,
    createdAt: row.created_at,
    changedAt: row.changed_at,
    sealedRequest: row.sealed_request,
  };
}

function toNote(row: Selectable<Database['callback_note']>): StoredCallbackNote {
  return { id: row.id, seq: row.seq, agentId: row.agent_id, at: row.at, sealed: row.sealed };
}
