import type {
  Interaction,
  NewRelaySession,
  RelayClaim,
  RelayProgress,
  RelaySession,
  RelayStore,
} from '@throughline/core';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Database, RelaySessionTable } from './schema.js';

const NOBODY = '';

export class PostgresRelayStore implements RelayStore {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  async open({ interaction, sealed }: NewRelaySession, claim: RelayClaim): Promise<RelaySession> {
    const { conversationId } = interaction;
    const opened = await this.#db
      .insertInto('relay_session')
      .values({ conversation_id: conversationId, sealed, ...toColumns(interaction), ...ownedBy(claim) })
      .onConflict((conflict) => conflict.column('conversation_id').doNothing())
      .returningAll()
      .executeTakeFirst();
    if (opened) return toSession(opened);
    const known = this.#db.selectFrom('relay_session').selectAll();
    return toSession(await known.where('conversation_id', '=', conversationId).executeTakeFirstOrThrow());
  }

  async get(conversationId: string): Promise<RelaySession | null> {
    const row = await this.#db
      .selectFrom('relay_session')
      .selectAll()
      .where('conversation_id', '=', conversationId)
      .executeTakeFirst();
    return row ? toSession(row) : null;
  }

  async change(interaction: Interaction): Promise<boolean> {
    const { numUpdatedRows } = await this.#db
      .updateTable('relay_session')
      .set({
        ...toColumns(interaction),
        ...(interaction.state === 'closed' ? {} : { finished: false }),
      })
      .where('conversation_id', '=', interaction.conversationId)
      .where('version', '=', interaction.version - 1)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  async markFollowed(conversationId: string, version: number): Promise<void> {
    await this.#db
      .updateTable('relay_session')
      .set({ followed_version: version })
      .where('conversation_id', '=', conversationId)
      .where('followed_version', '<', version)
      .execute();
  }

  async save(conversationId: string, owner: string, progress: RelayProgress): Promise<boolean> {
    const { sentSeq, receivedAt, sealed, finished, interrupted } = progress;
    const { numUpdatedRows } = await this.#db
      .updateTable('relay_session')
      .set({
        owner,
        ...(sentSeq === undefined ? {} : { sent_seq: sentSeq }),
        ...(receivedAt === undefined ? {} : { received_at: receivedAt }),
        ...(sealed === undefined ? {} : { sealed }),
        ...(finished === undefined ? {} : { finished }),
        ...(interrupted === undefined ? {} : { interrupted }),
      })
      .where('conversation_id', '=', conversationId)
      .where('owner', '=', owner)
      .$if(finished === true, (query) => query.where('state', '=', 'closed'))
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  async claim(claim: RelayClaim, limit: number): Promise<readonly RelaySession[]> {
    const rows = await this.#db
      .updateTable('relay_session')
      .set(ownedBy(claim))
      .where('conversation_id', 'in', (select) =>
        select
          .selectFrom('relay_session')
          .select('conversation_id')
          .where('finished', '=', false)
          .where('owned_until', '<', sql<Date>`clock_timestamp()`)
          .orderBy(sql`(state = 'assigned')`, 'desc')
          .orderBy('queued_at')
          .limit(limit)
          .forUpdate()
          .skipLocked(),
      )
      .returningAll()
      .execute();
    return rows.map(toSession);
  }

  async renew(claim: RelayClaim): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#db
      .updateTable('relay_session')
      .set(ownedBy(claim))
      .where('owner', '=', claim.owner)
      .where('finished', '=', false)
      .returning(['conversation_id', 'version'])
      .execute();
    return new Map(rows.map(({ conversation_id: id, version }) => [id, version]));
  }

  async forget(conversationIds: readonly string[]): Promise<number> {
    if (conversationIds.length === 0) return 0;
    const { numDeletedRows } = await this.#db
      .deleteFrom('relay_session')
      .where('conversation_id', 'in', [...conversationIds])
      .executeTakeFirst();
    return Number(numDeletedRows);
  }

  async release(owner: string): Promise<void> {
    await this.#db
      .updateTable('relay_session')
      .set({ owner: NOBODY, owned_until: new Date(0) })
      .where('owner', '=', owner)
      .execute();
  }
}

function ownedBy({ owner, leaseMs }: RelayClaim) {
  return {
    owner,
    owned_until: sql<Date>`clock_timestamp() + ${leaseMs}::double precision * interval '1 millisecond'`,
  };
}

function toColumns(interaction: Interaction) {
  const { id, queueId, state, priority, queuedAt, agentId, assignedAt, version, byBot = false } = interaction;
  return {
    interaction_id: id,
    queue_id: queueId,
    state,
    priority,
    queued_at: queuedAt,
    agent_id: agentId,
    by_bot: byBot,
    assigned_at: assignedAt,
    version,
  };
}

function toSession(row: Selectable<RelaySessionTable>): RelaySession {
  return {
    interaction: {
      id: row.interaction_id,
      conversationId: row.conversation_id,
      queueId: row.queue_id,
      state: row.state,
      priority: row.priority,
      queuedAt: row.queued_at,
      agentId: row.agent_id,
      ...(row.by_bot ? { byBot: true } : {}),
      offerExpiresAt: null,
      assignedAt: row.assigned_at,
      estimate: null,
      version: row.version,
    },
    followedVersion: row.followed_version,
    sentSeq: row.sent_seq,
    receivedAt: row.received_at,
    sealed: row.sealed,
    finished: row.finished,
    interrupted: row.interrupted,
  };
}
