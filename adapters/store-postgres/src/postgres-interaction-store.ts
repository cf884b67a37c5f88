import type {
  Agent,
  AgentPresence,
  AuditEntry,
  FollowClaim,
  Interaction,
  InteractionStore,
  LoadQuestion,
  NewInteraction,
  Queue,
  QueueLoad,
} from '@throughline/core';
import { type Kysely, sql, type UpdateObject } from 'kysely';
import { configure, provision } from './configure.js';
import { enqueue, reroute } from './enqueue.js';
import { CHANGED, CLOSED, RETURNED, toInteraction } from './interaction-rows.js';
import { acceptOffer, declineOffer, offerWaiting, returnExpiredOffers } from './offers.js';
import { expireLeases, renewLeases, setPresence } from './presence.js';
import { purgeWaits, queueLoad } from './queue-load.js';
import { removeInteractions } from './remove-customer.js';
import type { Database } from './schema.js';

/** Queues, agents and interactions of the embedded contact center. */
export class PostgresInteractionStore implements InteractionStore {
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  async configure(queues: readonly Queue[], agents: readonly Agent[]): Promise<void> {
    return configure(this.#db, queues, agents);
  }

  async provision(agent: Agent): Promise<void> {
    return provision(this.#db, agent);
  }

  async enqueue(interaction: NewInteraction): Promise<Interaction> {
    return enqueue(this.#db, interaction);
  }

  async reroute(wish: Omit<NewInteraction, 'id'>): Promise<Interaction | null> {
    return reroute(this.#db, wish);
  }

  async offerWaiting(now: Date, offerExpiresAt: Date): Promise<readonly Interaction[]> {
    return offerWaiting(this.#db, now, offerExpiresAt);
  }

  async accept(
    interactionId: string,
    agentId: string,
    now: Date,
    audit: AuditEntry,
  ): Promise<Interaction | null> {
    return acceptOffer(this.#db, interactionId, agentId, now, audit);
  }

  async decline(interactionId: string, agentId: string, now: Date): Promise<Interaction | null> {
    return declineOffer(this.#db, interactionId, agentId, now);
  }

  async returnExpiredOffers(now: Date): Promise<readonly Interaction[]> {
    return returnExpiredOffers(this.#db, now);
  }

  async close(conversationId: string): Promise<Interaction | null> {
    return this.#changeOpen(conversationId, CLOSED);
  }

  async forget(conversationIds: readonly string[]): Promise<number> {
    return removeInteractions(this.#db, conversationIds);
  }

  async transfer(
    conversationId: string,
    queueId: string,
    preferredAgentId: string | null,
  ): Promise<Interaction | null> {
    const move = { ...RETURNED, queue_id: queueId, preferred_agent_id: preferredAgentId };
    return this.#changeOpen(conversationId, move);
  }

  async prioritize(conversationId: string, priority: number): Promise<Interaction | null> {
    const row = await this.#db
      .updateTable('interaction')
      .set({ ...CHANGED, priority })
      .where('conversation_id', '=', conversationId)
      .where('state', '=', sql.lit('waiting'))
      .returningAll()
      .executeTakeFirst();
    return row ? toInteraction(row) : null;
  }

  async setPresence(
    agentId: string,
    available: boolean,
    leaseUntil: Date,
    audit: AuditEntry,
  ): Promise<boolean> {
    return setPresence(this.#db, agentId, available, leaseUntil, audit);
  }

  async renewLeases(agentIds: readonly string[], leaseUntil: Date): Promise<void> {
    return renewLeases(this.#db, agentIds, leaseUntil);
  }

  async expireLeases(now: Date, abandonedBefore: Date): Promise<readonly Interaction[]> {
    return expireLeases(this.#db, now, abandonedBefore);
  }

  async get(interactionId: string): Promise<Interaction | null> {
    const row = await this.#interactions().where('id', '=', interactionId).executeTakeFirst();
    return row ? toInteraction(row) : null;
  }

  async ofConversation(conversationId: string): Promise<Interaction | null> {
    const row = await this.#interactions().where('conversation_id', '=', conversationId).executeTakeFirst();
    return row ? toInteraction(row) : null;
  }

  async ofAgent(agentId: string): Promise<readonly Interaction[]> {
    const rows = await this.#interactions()
      .where('agent_id', '=', agentId)
      .orderBy('queued_at')
      .orderBy('id')
      .execute();
    return rows.map(toInteraction);
  }

  async waiting(queueIds: readonly string[], limit: number): Promise<readonly Interaction[]> {
    const rows = await this.#interactions()
      .where('state', '=', sql.lit('waiting'))
      .where('queue_id', '=', sql<string>`any (${queueIds}::text[])`)
      .orderBy('priority', 'desc')
      .orderBy('queued_at')
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.map(toInteraction);
  }

  async places(conversationIds: readonly string[]) {
    // Each queue in question is read once, however many of its places are asked for.
    const { rows } = await sql<{ conversation_id: string; queue_id: string; before: number }>`
      select conversation_id, queue_id, before from (
        select conversation_id, queue_id,
          row_number() over (partition by queue_id order by priority desc, queued_at, id) - 1 as before
        from interaction
        where state in ('waiting', 'offered') and queue_id in (
          select queue_id from interaction where conversation_id = any (${conversationIds}::text[])
        )
      ) as place
      where conversation_id = any (${conversationIds}::text[])`.execute(this.#db);
    return new Map(
      rows.map(({ conversation_id, queue_id, before }) => [
        conversation_id,
        { queueId: queue_id, ahead: before },
      ]),
    );
  }

  async queueLoad(question: LoadQuestion): Promise<QueueLoad> {
    return queueLoad(this.#db, question);
  }

  async purgeWaits(before: Date, limit: number): Promise<number> {
    return purgeWaits(this.#db, before, limit);
  }

  async agents(): Promise<readonly AgentPresence[]> {
    return this.#agents().orderBy('id').execute();
  }

  async agent(agentId: string): Promise<AgentPresence | null> {
    return (await this.#agents().where('id', '=', agentId).executeTakeFirst()) ?? null;
  }

  async queues(): Promise<readonly Queue[]> {
    return this.#db.selectFrom('queue').select(['id', 'display_name as displayName']).orderBy('id').execute();
  }

  async claimUnfollowed({ holder, claimMs, limit }: FollowClaim): Promise<readonly Interaction[]> {
    const rows = await this.#db
      .with('due', (db) =>
        db
          .selectFrom('interaction')
          .select('id')
          .whereRef('followed_version', '<', 'version')
          .where((eb) =>
            eb.or([
              eb('follower', 'is', null),
              eb('follower', '=', holder),
              eb('follow_until', '<=', sql<Date>`clock_timestamp()`),
            ]),
          )
          .orderBy('change_no')
          .limit(limit)
          .forUpdate()
          .skipLocked(),
      )
      .updateTable('interaction')
      .from('due')
      .set({
        follower: holder,
        follow_until: sql<Date>`clock_timestamp() + ${claimMs}::double precision * interval '1 millisecond'`,
      })
      .whereRef('interaction.id', '=', 'due.id')
      .returningAll('interaction')
      .execute();
    return rows.toSorted((a, b) => a.change_no - b.change_no).map(toInteraction);
  }

  async markFollowed(interactionId: string, version: number): Promise<void> {
    await this.#db
      .updateTable('interaction')
      .set({
        followed_version: sql<number>`least(${version}::integer, version)`,
        follower: null,
        follow_until: null,
      })
      .where('id', '=', interactionId)
      .where('followed_version', '<', version)
      .execute();
  }

  /** Null when it is not open. Whoever refused it before may be asked. */
  async #changeOpen(
    conversationId: string,
    change: UpdateObject<Database, 'interaction', 'interaction'>,
  ): Promise<Interaction | null> {
    const row = await this.#db
      .with('changed', (db) =>
        db
          .updateTable('interaction')
          .set(change)
          .where('conversation_id', '=', conversationId)
          .where('state', '<>', 'closed')
          .returningAll(),
      )
      .with('forgotten', (db) =>
        db
          .deleteFrom('offer_refusal')
          .using('changed')
          .whereRef('offer_refusal.interaction_id', '=', 'changed.id'),
      )
      .selectFrom('changed')
      .selectAll()
      .executeTakeFirst();
    return row ? toInteraction(row) : null;
  }

  #interactions() {
    return this.#db.selectFrom('interaction').selectAll();
  }

  #agents() {
    return this.#db.selectFrom('agent').select([
      'id',
      'display_name as displayName',
      'role',
      'capacity',
      'available',
      sql<string[]>`array(
          select queue_id from agent_queue where agent_queue.agent_id = agent.id order by queue_id
        )`.as('queueIds'),
      sql<string[]>`array(
          select skill from agent_skill where agent_skill.agent_id = agent.id order by skill
        )`.as('skills'),
    ]);
  }
}
