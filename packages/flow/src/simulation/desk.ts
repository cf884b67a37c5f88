import type { Staff } from './load.js';

/** What a customer who waits asks for. */
export interface Place {
  readonly queue: string;
  readonly priority: number;
  readonly skills: readonly string[];
  /** Since when the customer waits, also in queues before this one. */
  readonly sinceMs: number;
}

export interface Agent {
  readonly group: Staff;
  readonly queues: ReadonlySet<string>;
  readonly skills: ReadonlySet<string>;
  busy: boolean;
  idleSinceMs: number;
}

/** The agents and the places in their queues: who gets whom. The highest priority first, then who waits longest. */
export class Desk<W extends { place: Place | null }> {
  readonly agents: readonly Agent[];
  readonly #waiting = new Set<W>();

  constructor(staff: readonly Staff[]) {
    this.agents = staff.flatMap((group) =>
      Array.from({ length: group.agents }, () => ({
        group,
        queues: new Set(group.queues),
        skills: new Set(group.skills),
        busy: false,
        idleSinceMs: group.fromMs,
      })),
    );
  }

  add(customer: W): void {
    this.#waiting.add(customer);
  }

  remove(customer: W): void {
    this.#waiting.delete(customer);
  }

  /** The agent who has been idle longest among those who can serve the place. */
  agentFor(place: Place, nowMs: number): Agent | undefined {
    let best: Agent | undefined;
    for (const agent of this.agents) {
      if (agent.busy || !isThere(agent, nowMs) || !serves(agent, place)) continue;
      if (!best || agent.idleSinceMs < best.idleSinceMs) best = agent;
    }
    return best;
  }

  customerFor(agent: Agent, nowMs: number): W | undefined {
    let best: { readonly customer: W; readonly place: Place } | undefined;
    if (agent.busy || !isThere(agent, nowMs)) return undefined;
    for (const customer of this.#waiting) {
      const { place } = customer;
      if (place && serves(agent, place) && (!best || isFirst(place, best.place))) best = { customer, place };
    }
    return best?.customer;
  }

  /** As `availability` answers it. */
  look(queue: string, skills: readonly string[], nowMs: number) {
    const can = this.agents.filter(
      (agent) => isThere(agent, nowMs) && serves(agent, { queue, skills, priority: 0, sinceMs: 0 }),
    );
    return {
      free: can.filter(({ busy }) => !busy).length,
      signedIn: can.length,
      waiting: [...this.#waiting].filter(({ place }) => place?.queue === queue).length,
    };
  }
}

function isThere({ group }: Agent, nowMs: number): boolean {
  return group.fromMs <= nowMs && nowMs < group.untilMs;
}

function serves(agent: Agent, { queue, skills }: Place): boolean {
  return agent.queues.has(queue) && skills.every((skill) => agent.skills.has(skill));
}

function isFirst(a: Place, b: Place): boolean {
  return a.priority > b.priority || (a.priority === b.priority && a.sinceMs < b.sinceMs);
}
