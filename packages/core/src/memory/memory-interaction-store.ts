import type { AuditEntry } from '../model/audit.js';
import type { Agent, AgentPresence, Interaction, Queue, QueueLoad, SkillNeed } from '../model/interaction.js';
import type {
  FollowClaim,
  InteractionStore,
  LoadQuestion,
  NewInteraction,
} from '../ports/interaction-store.js';
import { MemoryAgents } from './memory-agents.js';

interface Row {
  interaction: Interaction;
  preferredAgentId: string | null;
  skills: readonly SkillNeed[];
  /** Who declined or missed it, and when. */
  readonly refusals: Map<string, Date>;
  changeNo: number;
  followedVersion: number;
  claim: { readonly holder: string; readonly until: number } | null;
}

/** Who refused is asked again only when nobody else can take it, and not before this time is over, in milliseconds. */
const REFUSAL_PAUSE_MS = 10_000;
const NOBODY = { agentId: null, offerExpiresAt: null, assignedAt: null };

/** Queues, agents and interactions in memory, for one process; what the port promises, but for surviving it. */
export class MemoryInteractionStore implements InteractionStore {
  readonly #rows = new Map<string, Row>();
  readonly #byConversation = new Map<string, Row>();
  readonly #open = new Set<Row>();
  readonly #unfollowed = new Set<Row>();
  readonly #agents = new MemoryAgents();
  readonly #record: (entry: AuditEntry) => void;
  readonly #now: () => number;
  #queues: readonly Queue[] = [];
  /** Waits that an agent has ended. */
  #waits: readonly { readonly queueId: string; readonly endedAt: Date }[] = [];
  #changes = 0;

  /** `now` is the store's own clock, in ms since the epoch. */
  constructor(record: (entry: AuditEntry) => void, now: () => number = Date.now) {
    this.#record = record;
    this.#now = now;
  }

  async configure(queues: readonly Queue[], agents: readonly Agent[]): Promise<void> {
    this.#queues = queues.toSorted(byId);
    for (const gone of this.#agents.replace(agents)) for (const row of this.#heldBy(gone)) this.#return(row);
  }

  async provision(agent: Agent): Promise<void> {
    const known = new Set(this.#queues.map(({ id }) => id));
    this.#agents.provision({ ...agent, queueIds: agent.queueIds.filter((id) => known.has(id)) });
  }

  async enqueue({ preferredAgentId, skills, ...wish }: NewInteraction): Promise<Interaction> {
    const known = this.#byConversation.get(wish.conversationId);
    if (known) return known.interaction;
    const row: Row = {
      interaction: { ...wish, ...NOBODY, state: 'waiting', version: 1 },
      preferredAgentId,
      skills,
      refusals: new Map(),
      changeNo: this.#nextChange(),
      followedVersion: 0,
      claim: null,
    };
    this.#rows.set(wish.id, row);
    this.#byConversation.set(wish.conversationId, row);
    for (const set of [this.#open, this.#unfollowed]) set.add(row);
    return row.interaction;
  }

  async reroute(wish: Omit<NewInteraction, 'id'>): Promise<Interaction | null> {
    const row = this.#byConversation.get(wish.conversationId);
    if (!row) return null;
    const { state, queueId, priority } = row.interaction;
    if (state === 'offered' || state === 'assigned') return row.interaction;
    row.skills = wish.skills;
    row.preferredAgentId = wish.preferredAgentId;
    const asked = { queueId: wish.queueId, priority: wish.priority };
    if (state === 'closed') {
      this.#open.add(row);
      return this.#change(row, {
        ...asked,
        state: 'waiting',
        queuedAt: wish.queuedAt,
        estimate: wish.estimate,
      });
    }
    return queueId === wish.queueId && priority === wish.priority
      ? row.interaction
      : this.#change(row, asked);
  }

  async forget(conversationIds: readonly string[]): Promise<number> {
    const rows = conversationIds.flatMap((id) => this.#byConversation.get(id) ?? []);
    for (const row of rows) {
      this.#rows.delete(row.interaction.id);
      this.#byConversation.delete(row.interaction.conversationId);
      for (const set of [this.#open, this.#unfollowed]) set.delete(row);
    }
    return rows.length;
  }

  /** For the privacy of whole customers: conversations of closed interactions that waited since before. */
  closedBefore(before: Date): string[] {
    return [...this.#rows.values()].flatMap(({ interaction, followedVersion }) => {
      const { state, queuedAt, version, conversationId } = interaction;
      return state === 'closed' && queuedAt < before && followedVersion === version ? [conversationId] : [];
    });
  }

  async offerWaiting(now: Date, offerExpiresAt: Date): Promise<readonly Interaction[]> {
    const offers: Interaction[] = [];
    for (const row of this.#inOrder(({ state }) => state === 'waiting')) {
      const agentId = this.#agentFor(row, now);
      if (agentId !== null) offers.push(this.#change(row, { state: 'offered', agentId, offerExpiresAt }));
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
    return this.#change(row, { state: 'assigned', offerExpiresAt: null, assignedAt: now });
  }

  async decline(interactionId: string, agentId: string, now: Date): Promise<Interaction | null> {
    const row = this.#rows.get(interactionId);
    if (row?.interaction.state !== 'offered' || row.interaction.agentId !== agentId) return null;
    return this.#refuse(row, now);
  }

  async returnExpiredOffers(now: Date): Promise<readonly Interaction[]> {
    return this.#list(({ offerExpiresAt }) => offerExpiresAt !== null && offerExpiresAt <= now).map((row) =>
      this.#refuse(row, now),
    );
  }

  async close(conversationId: string): Promise<Interaction | null> {
    const row = this.#openOf(conversationId);
    if (!row) return null;
    row.refusals.clear();
    this.#open.delete(row);
    return this.#change(row, { ...NOBODY, state: 'closed' });
  }

  async transfer(
    conversationId: string,
    queueId: string,
    preferredAgentId: string | null,
  ): Promise<Interaction | null> {
    const row = this.#openOf(conversationId);
    if (!row) return null;
    row.refusals.clear();
    row.preferredAgentId = preferredAgentId;
    return this.#change(row, { ...NOBODY, state: 'waiting', queueId });
  }

  async prioritize(conversationId: string, priority: number): Promise<Interaction | null> {
    const row = this.#openOf(conversationId);
    return row?.interaction.state === 'waiting' ? this.#change(row, { priority }) : null;
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
      for (const row of this.#heldBy(id)) {
        if (isAbandoned || row.interaction.state === 'offered') returned.push(this.#return(row));
      }
    }
    return returned;
  }

  async get(interactionId: string): Promise<Interaction | null> {
    return this.#rows.get(interactionId)?.interaction ?? null;
  }

  async ofConversation(conversationId: string): Promise<Interaction | null> {
    return this.#byConversation.get(conversationId)?.interaction ?? null;
  }

  async ofAgent(agentId: string): Promise<readonly Interaction[]> {
    return this.#heldBy(agentId)
      .map(({ interaction }) => interaction)
      .toSorted(byWaitingTime);
  }

  async waiting(queueIds: readonly string[], limit: number): Promise<readonly Interaction[]> {
    return this.#inOrder(({ state, queueId }) => state === 'waiting' && queueIds.includes(queueId))
      .slice(0, limit)
      .map(({ interaction }) => interaction);
  }

  async places(conversationIds: readonly string[]) {
    const wanted = new Set(conversationIds);
    const before = new Map<string, number>();
    const places = new Map<string, { readonly queueId: string; readonly ahead: number }>();
    for (const { interaction } of this.#inOrder(isWaiting)) {
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
      waiting: this.#list((interaction) => interaction.queueId === queueId && isWaiting(interaction)).length,
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
    const due = [...this.#unfollowed]
      .filter(({ claim }) => claim === null || claim.holder === holder || claim.until <= now)
      .toSorted((a, b) => a.changeNo - b.changeNo)
      .slice(0, limit);
    for (const row of due) row.claim = { holder, until: now + claimMs };
    return due.map(({ interaction }) => interaction);
  }

  async markFollowed(interactionId: string, version: number): Promise<void> {
    const row = this.#rows.get(interactionId);
    if (!row || row.followedVersion >= version) return;
    row.followedVersion = Math.min(version, row.interaction.version);
    row.claim = null;
    if (row.followedVersion === row.interaction.version) this.#unfollowed.delete(row);
  }

  /** The agent to whom it can be offered now, by the order of the port. */
  #agentFor({ interaction, preferredAgentId, skills, refusals }: Row, now: Date): string | null {
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
          this.#heldBy(agent.id).filter((row) => row.interaction.state === 'offered').length,
          agent.lastAssignedAt?.getTime() ?? 0,
          agent.availableSince?.getTime() ?? 0,
        ],
      }));
    return candidates.toSorted((a, b) => compare(a.order, b.order) || compareText(a.id, b.id))[0]?.id ?? null;
  }

  #hasRoom({ id, capacity }: Agent): boolean {
    return this.#heldBy(id).length < capacity;
  }

  #refuse(row: Row, now: Date): Interaction {
    if (row.interaction.agentId !== null) row.refusals.set(row.interaction.agentId, now);
    return this.#return(row);
  }

  #return(row: Row): Interaction {
    return this.#change(row, { ...NOBODY, state: 'waiting' });
  }

  #change(row: Row, change: Partial<Interaction>): Interaction {
    row.interaction = { ...row.interaction, ...change, version: row.interaction.version + 1 };
    row.changeNo = this.#nextChange();
    this.#unfollowed.add(row);
    return row.interaction;
  }

  #nextChange(): number {
    this.#changes += 1;
    return this.#changes;
  }

  #openOf(conversationId: string): Row | undefined {
    const row = this.#byConversation.get(conversationId);
    return row && this.#open.has(row) ? row : undefined;
  }

  #heldBy(agentId: string): Row[] {
    return this.#list((interaction) => interaction.agentId === agentId);
  }

  #list(wanted: (interaction: Interaction) => boolean): Row[] {
    return [...this.#open].filter(({ interaction }) => wanted(interaction));
  }

  /** In the order of service. */
  #inOrder(wanted: (interaction: Interaction) => boolean): Row[] {
    return this.#list(wanted).toSorted(
      (a, b) =>
        b.interaction.priority - a.interaction.priority || byWaitingTime(a.interaction, b.interaction),
    );
  }
}

function isWaiting({ state }: Interaction): boolean {
  return state === 'waiting' || state === 'offered';
}

function neededAt(skills: readonly SkillNeed[], now: Date): readonly string[] {
  return skills.filter(({ until }) => until === null || until > now).map(({ skill }) => skill);
}

function byWaitingTime(a: Interaction, b: Interaction): number {
  return a.queuedAt.getTime() - b.queuedAt.getTime() || compareText(a.id, b.id);
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return compareText(a.id, b.id);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compare(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((value, position) => value !== b[position]);
  return index < 0 ? 0 : (a[index] ?? 0) - (b[index] ?? 0);
}
