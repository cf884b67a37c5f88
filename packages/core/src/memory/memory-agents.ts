import type { Agent, AgentPresence } from '../model/interaction.js';

interface Row extends AgentPresence {
  readonly availableSince: Date | null;
  readonly leaseUntil: Date | null;
  readonly lastAssignedAt: Date | null;
  readonly skills: readonly string[];
  readonly provisioned: boolean;
}

/** The agents of a {@link MemoryInteractionStore}, and what each is doing. */
export class MemoryAgents {
  #rows = new Map<string, Row>();

  /** Makes these the agents in force; those who stay keep their presence. Returns the ids of those who are gone. */
  replace(agents: readonly Agent[]): readonly string[] {
    const before = this.#rows;
    const ids = new Set(agents.map(({ id }) => id));
    const staying = [...before.values()].filter(({ id, provisioned }) => provisioned && !ids.has(id));
    const rows = [...staying, ...agents.map((agent) => toRow(agent, before.get(agent.id), false))];
    this.#put(rows);
    return [...before.keys()].filter((id) => !this.#rows.has(id));
  }

  /** Makes one whom no configuration names; who is configured is left alone. */
  provision(agent: Agent): void {
    const known = this.#rows.get(agent.id);
    if (known && !known.provisioned) return;
    const others = [...this.#rows.values()].filter(({ id }) => id !== agent.id);
    this.#put([...others, toRow(agent, known, true)]);
  }

  #put(rows: readonly Row[]): void {
    const inOrder = rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    this.#rows = new Map(inOrder.map((row) => [row.id, row]));
  }

  all(): readonly AgentPresence[] {
    return [...this.#rows.values()].map(toPresence);
  }

  get(id: string): AgentPresence | null {
    const row = this.#rows.get(id);
    return row ? toPresence(row) : null;
  }

  /** Who serves the queue, has these skills, and is there. */
  availableFor(queueId: string, now: Date, needed: readonly string[]): readonly Row[] {
    return [...this.#rows.values()].filter(
      ({ available, leaseUntil, queueIds, skills }) =>
        available &&
        leaseUntil !== null &&
        leaseUntil > now &&
        queueIds.includes(queueId) &&
        needed.every((skill) => skills.includes(skill)),
    );
  }

  /** False for an unknown agent. */
  setPresence(id: string, available: boolean, leaseUntil: Date, at: Date): boolean {
    const row = this.#rows.get(id);
    if (!row) return false;
    // An agent whose lease is over was not available any more, even if nobody has noted it yet.
    const goesOn = row.leaseUntil !== null && row.leaseUntil > at;
    const availableSince = available ? ((goesOn ? row.availableSince : null) ?? at) : null;
    this.#rows.set(id, { ...row, available, availableSince, leaseUntil: later(row.leaseUntil, leaseUntil) });
    return true;
  }

  renewLease(id: string, leaseUntil: Date): void {
    const row = this.#rows.get(id);
    if (row) this.#rows.set(id, { ...row, leaseUntil: later(row.leaseUntil, leaseUntil) });
  }

  noteAssignment(id: string, at: Date): void {
    const row = this.#rows.get(id);
    if (row) this.#rows.set(id, { ...row, lastAssignedAt: at });
  }

  makeUnavailable(id: string): void {
    const row = this.#rows.get(id);
    if (row) this.#rows.set(id, { ...row, available: false, availableSince: null });
  }

  /** Those whose lease was over before `now`. */
  silentAt(now: Date): readonly { readonly id: string; readonly leaseUntil: Date }[] {
    return [...this.#rows.values()].flatMap(({ id, leaseUntil }) =>
      leaseUntil !== null && leaseUntil < now ? [{ id, leaseUntil }] : [],
    );
  }
}

function toRow(agent: Agent, known: Row | undefined, provisioned: boolean): Row {
  const fresh = { available: false, availableSince: null, leaseUntil: null, lastAssignedAt: null };
  return {
    ...fresh,
    ...known,
    ...agent,
    queueIds: [...new Set(agent.queueIds)].toSorted(),
    skills: [...new Set(agent.skills)].toSorted(),
    provisioned,
  };
}

function toPresence({ id, displayName, role, capacity, queueIds, skills, available }: Row): AgentPresence {
  return { id, displayName, role, capacity, queueIds, skills, available };
}

/** A lease only ever grows. */
function later(a: Date | null, b: Date): Date {
  return a !== null && a > b ? a : b;
}
