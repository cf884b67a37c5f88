import type { AuditEntry } from '../model/audit.js';
import type { Agent, AgentPresence, Interaction, Queue, QueueLoad, SkillNeed } from '../model/interaction.js';
import type {
  FollowClaim,
  InteractionStore,
  LoadQuestion,
  NewInteraction,
} from '../ports/interaction-store.js';
import {
  byWaitingTime,
  compareText,
  type InteractionRow,
  InteractionRows,
  NOBODY,
} from './interaction-rows.js';
import { MemoryAgents } from './memory-agents.js';

/** Who refused is asked again only when nobody else can take it, and not before this time is over, in milliseconds. */
const REFUSAL_PAUSE_MS = 10_000;

/** Queues, agents and interactions in memory, for one process; what the port promises, but for surviving it. */
export class MemoryInteractionStore implements InteractionStore {
  readonly #rows = new InteractionRows();
  readonly #agents = new MemoryAgents();
  readonly #record: (entry: AuditEntry) => void;
  readonly #now: () => number;
  #queues: readonly Queue[] = [];
  /** Waits that an agent has ended. */
  #waits: readonly { readonly queueId: string; readonly endedAt: Date }[] = [];

  /** `now` is the store's own clock, in ms since the epoch. */
  constructor(record: (entry: AuditEntry) => void, now: () => number = Date.now) {
    this.#record = record;
    this.#now = now;
  }

  async configure(queues: readonly Queue[], agents: readonly Agent[]): Promise<void> {
    this.#queues = queues.toSorted(byId);
    for (const gone of this.#agents.replace(agents))
      for (const row of this.#rows.heldBy(gone)) this.#rows.return(row);
  }

  async provision(agent: Agent): Promise<void> {
    const known = new Set(this.#queues.map(({ id }) => id));
    this.#agents.provision({ ...agent, queueIds: agent.queueIds.filter((id) => known.has(id)) });
  }

  async enqueue(wish: NewInteraction): Promise<Interaction> {
    const row = this.#rows.ofConversation(wish.conversationId) ?? this.#rows.add(wish);
    return row.interaction;
  }

  async reroute(wish: Omit<NewInteraction, 'id'>): Promise<Interaction | null> {
    const row = this.#rows.ofConversation(wish.conversationId);
    if (!row) return null;
    const { state, queueId, priority } = row.interaction;
    if (state === 'offered' || state === 'assigned') return row.interaction;
    row.skills = wish.skills;
    row.preferredAgentId = wish.preferredAgentId;
    const asked = { queueId: wish.queueId, priority: wish.priority };
    if (state === 'closed') {
      return this.#rows.change(row, {
        ...asked,
        state: 'waiting',
        queuedAt: wish.queuedAt,
        estimate: wish.estimate,
      });
    }
    return queueId === wish.queueId && priority === wish.priority
      ? row.interaction
      : this.#rows.change(row, asked);
  }

  async forget(conversationIds: readonly string[]): Promise<number> {
    const rows = conversationIds.flatMap((id) => this.#rows.ofConversation(id) ?? []);
    for (const row of rows) this.#rows.remove(row);
    return rows.length;
  }

  /** For the privacy of whole customers: conversations of closed interactions that waited since before. */
  closedBefore(before: Date): string[] {
    return this.#rows.all().flatMap(({ interaction, followedVersion }) => {
      const { state, queuedAt, version, conversationId } = interaction;
      return state === 'closed' && queuedAt < before && followedVersion === version ? [conversationId] : [];
    });
  }

  async offerWaiting(now: Date, offerExpiresAt: Date): Promise<readonly Interaction[]> {
    const offers: Interaction[] = [];
    for (const row of this.#rows.inOrder(({ state }) => state === 'waiting')) {
      const agentId = this.#agentFor(row, now);
      if (agentId !== null)
        offers.push(this.#rows.change(row, { state: 'offered', agentId, offerExpiresAt }));
    }
    return offers;
  }

  async accept(
    interactionId: string,
    agentId: string,
    now: Date,
    audit: AuditEntry,
  ): Promise<Interaction | null> {
    const row = this.#rows.get(interactionId);
    const { offerExpiresAt } = row?.interaction ?? {};
    if (!row || row.interaction.agentId !== agentId || !offerExpiresAt || offerExpiresAt <= now) return null;
    this.#agents.noteAssignment(agentId, now);
    row.refusals.clear();
    this.#waits = [...this.#waits, { queueId: row.interaction.queueId, endedAt: now }];
    this.#record(audit);
    return this.#rows.change(row, { state: 'assigned', offerExpiresAt: null, assignedAt: now });
  }

  async decline(interactionId: string, agentId: string, now: Date): Promise<Interaction | null> {
    const row = this.#rows.get(interactionId);
    if (row?.interaction.state !== 'offered' || row.interaction.agentId !== agentId) return null;
    return this.#refuse(row, now);
  }

  async returnExpiredOffers(now: Date): Promise<readonly Interaction[]> {
    return this.#rows
      .list(({ offerExpiresAt }) => offerExpiresAt !== null && offerExpiresAt <= now)
      .map((row) => this.#refuse(row, now));
  }

  async close(conversationId: string): Promise<Interaction | null> {
    const row = this.#rows.openOf(conversationId);
    if (!row) return null;
    row.refusals.clear();
    return this.#rows.change(row, { ...NOBODY, state: 'closed' });
  }

  async transfer(
    conversationId: string,
    queueId: string,
    preferredAgentId: string | null,
  ): Promise<Interaction | null> {
    const row = this.#rows.openOf(conversationId);
    if (!row) return null;
    row.refusals.clear();
    row.preferredAgentId = preferredAgentId;
    return this.#rows.change(row, { ...NOBODY, state: 'waiting', queueId });
  }

  async prioritize(conversationId: string, priority: number): Promise<Interaction | null> {
    const row = this.#rows.openOf(conversationId);
    return row?.interaction.state === 'waiting' ? this.#rows.change(row, { priority }) : null;
  }

  async setPresence(
    agentId: string,
    available: boolean,
    leaseUntil: Date,
    audit: AuditEntry,
  ): Promise<boolean> {
    if (!this.#agents.setPresence(agentId, available, leaseUntil, audit.at)) return false;
    this.#record(audit);
    return true;
  }

  async renewLeases(agentIds: readonly string[], leaseUntil: Date): Promise<void> {
    for (const id of agentIds) this.#agents.renewLease(id, leaseUntil);
  }

  async expireLeases(now: Date, abandonedBefore: Date): Promise<readonly Interaction[]> {
    const returned: Interaction[] = [];
    for (const { id, leaseUntil } of this.#agents.silentAt(now)) {
      this.#agents.makeUnavailable(id);
      const isAbandoned = leaseUntil < abandonedBefore;
      for (const row of this.#rows.heldBy(id)) {
        if (isAbandoned || row.interaction.state === 'offered') returned.push(this.#rows.return(row));
      }
    }
    return returned;
  }

  async get(interactionId: string): Promise<Interaction | null> {
    return this.#rows.get(interactionId)?.interaction ?? null;
  }

  async ofConversation(conversationId: string): Promise<Interaction | null> {
    return this.#rows.ofConversation(conversationId)?.interaction ?? null;
  }

  async ofAgent(agentId: string): Promise<readonly Interaction[]> {
    return this.#rows
      .heldBy(agentId)
      .map(({ interaction }) => interaction)
      .toSorted(byWaitingTime);
  }

  async waiting(queueIds: readonly string[], limit: number): Promise<readonly Interaction[]> {
    return this.#rows
      .inOrder(({ state, queueId }) => state === 'waiting' && queueIds.includes(queueId))
      .slice(0, limit)
      .map(({ interaction }) => interaction);
  }

  async places(conversationIds: readonly string[]) {
    const wanted = new Set(conversationIds);
    const before = new Map<string, number>();
    const places = new Map<string, { readonly queueId: string; readonly ahead: number }>();
    for (const { interaction } of this.#rows.inOrder(isWaiting)) {
      const { queueId, conversationId } = interaction;
      const ahead = before.get(queueId) ?? 0;
      before.set(queueId, ahead + 1);
      if (wanted.has(conversationId)) places.set(conversationId, { queueId, ahead });
    }
    return places;
  }

  async queueLoad({ queueId, skills, now, recentSince }: LoadQuestion): Promise<QueueLoad> {
    const staff = this.#agents.availableFor(queueId, now, skills);
    const recent = this.#waits
      .filter((wait) => wait.queueId === queueId && wait.endedAt > recentSince)
      .toSorted((a, b) => a.endedAt.getTime() - b.endedAt.getTime());
    return {
      agentsAvailable: staff.length,
      agentsFree: staff.filter((agent) => this.#hasRoom(agent)).length,
      waiting: this.#rows.list((interaction) => interaction.queueId === queueId && isWaiting(interaction))
        .length,
      recentlyAssigned: recent.length,
      recentSince: recent[0]?.endedAt ?? null,
    };
  }

  async purgeWaits(before: Date, limit: number): Promise<number> {
    const old = new Set(this.#waits.filter(({ endedAt }) => endedAt < before).slice(0, limit));
    this.#waits = this.#waits.filter((wait) => !old.has(wait));
    return old.size;
  }

  async agents(): Promise<readonly AgentPresence[]> {
    return this.#agents.all();
  }

  async agent(agentId: string): Promise<AgentPresence | null> {
    return this.#agents.get(agentId);
  }

  async queues(): Promise<readonly Queue[]> {
    return this.#queues;
  }

  async claimUnfollowed({ holder, claimMs, limit }: FollowClaim): Promise<readonly Interaction[]> {
    const now = this.#now();
    const due = this.#rows
      .unfollowed()
      .filter(({ claim }) => claim === null || claim.holder === holder || claim.until <= now)
      .slice(0, limit);
    for (const row of due) row.claim = { holder, until: now + claimMs };
    return due.map(({ interaction }) => interaction);
  }

  async markFollowed(interactionId: string, version: number): Promise<void> {
    const row = this.#rows.get(interactionId);
    if (row && row.followedVersion < version) this.#rows.follow(row, version);
  }

  /** The agent to whom it can be offered now, by the order of the port. */
  #agentFor({ interaction, preferredAgentId, skills, refusals }: InteractionRow, now: Date): string | null {
    const refusedBefore = new Date(now.getTime() - REFUSAL_PAUSE_MS);
    const candidates = this.#agents
      .availableFor(interaction.queueId, now, neededAt(skills, now))
      .filter((agent) => this.#hasRoom(agent))
      .filter(({ id }) => (refusals.get(id) ?? refusedBefore) <= refusedBefore)
      .map((agent) => ({
        id: agent.id,
        order: [
          refusals.has(agent.id) ? 1 : 0,
          agent.id === preferredAgentId ? 0 : 1,
          this.#rows.heldBy(agent.id).filter((row) => row.interaction.state === 'offered').length,
          agent.lastAssignedAt?.getTime() ?? 0,
          agent.availableSince?.getTime() ?? 0,
        ],
      }));
    return candidates.toSorted((a, b) => compare(a.order, b.order) || compareText(a.id, b.id))[0]?.id ?? null;
  }

  #hasRoom({ id, capacity }: Agent): boolean {
    return this.#rows.heldBy(id).length < capacity;
  }

  #refuse(row: InteractionRow, now: Date): Interaction {
    if (row.interaction.agentId !== null) row.refusals.set(row.interaction.agentId, now);
    return this.#rows.return(row);
  }
}

function isWaiting({ state }: Interaction): boolean {
  return state === 'waiting' || state === 'offered';
}

function neededAt(skills: readonly SkillNeed[], now: Date): readonly string[] {
  return skills.filter(({ until }) => until === null || until > now).map(({ skill }) => skill);
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return compareText(a.id, b.id);
}

function compare(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((value, position) => value !== b[position]);
  return index < 0 ? 0 : (a[index] ?? 0) - (b[index] ?? 0);
}
