import type { FlowEffect, Question } from '../engine/effect.js';
import type { Answer, FlowEvent } from '../engine/event.js';
import { toIso } from '../engine/run.js';
import type { FlowState } from '../engine/state.js';
import { step } from '../engine/step.js';
import type { Flow } from '../flow.js';
import { Agenda } from './agenda.js';
import { type Agent, Desk, type Place } from './desk.js';
import type { Customers, Load } from './load.js';
import { Random } from './random.js';
import { type LeftQueue, type SimulationReport, Tally } from './tally.js';

/** How long after the last arrival the simulation goes on; who still waits then has waited in vain. */
const AFTERWARDS_MS = 24 * 3_600_000;

/**
 * Plays a load on the flow with the engine that serves customers, and a contact center that knows no more than agents,
 * queues and skills. The same flow and load give the same report. Callbacks and messages are counted, not worked off.
 */
export function simulate(flow: Flow, load: Load): SimulationReport {
  return new Simulation(flow, load).run();
}

interface Contact {
  readonly customers: Customers;
  readonly arrivedMs: number;
  readonly random: Random;
  state: FlowState | null;
  place: Place | null;
  /** When the place in this queue was taken; a contact can have been in others before. */
  enteredMs: number;
  /** When the customer gives up, from the first queue on. */
  patient: boolean;
  over: boolean;
}

class Simulation {
  readonly #flow: Flow;
  readonly #load: Load;
  readonly #agenda = new Agenda();
  readonly #desk: Desk<Contact>;
  readonly #tally = new Tally();
  readonly #startMs: number;
  readonly #arrivals: Random;
  readonly #open = new Set<Contact>();
  /** Milliseconds since the begin. */
  #nowMs = 0;
  #arrived = 0;

  constructor(flow: Flow, load: Load) {
    this.#flow = flow;
    this.#load = load;
    this.#desk = new Desk(load.staff);
    this.#startMs = load.at.getTime();
    this.#arrivals = new Random(load.seed, 0);
  }

  run(): SimulationReport {
    const { arrivals } = this.#load;
    this.#expectAgents();
    this.#expectArrival(0, 0, arrivals[0]?.ms ?? 0);
    const endMs = arrivals.reduce((sum, { ms }) => sum + ms, 0) + AFTERWARDS_MS;
    for (let next = this.#agenda.take(); next && next.atMs <= endMs; next = this.#agenda.take()) {
      this.#nowMs = next.atMs;
      next.happen();
    }
    for (const contact of this.#open) this.#close(contact, 'waiting', null);
    return this.#tally.report(this.#flow);
  }

  #expectAgents(): void {
    for (const fromMs of new Set(this.#load.staff.map((group) => group.fromMs))) {
      this.#agenda.note(fromMs, () => {
        for (const agent of this.#desk.agents) if (agent.group.fromMs === fromMs) this.#serveNext(agent);
      });
    }
  }

  /** Times between arrivals are exponential, so an interval begins as if nobody had come before it. */
  #expectArrival(interval: number, fromMs: number, endMs: number): void {
    const part = this.#load.arrivals[interval];
    if (!part) return;
    const atMs = fromMs + (this.#arrivals.exponential() * 3_600_000) / part.perHour;
    if (atMs < endMs) {
      this.#agenda.note(atMs, () => {
        this.#arrive();
        this.#expectArrival(interval, atMs, endMs);
      });
      return;
    }
    const next = this.#load.arrivals[interval + 1];
    if (next) this.#expectArrival(interval + 1, endMs, endMs + next.ms);
  }

  /** Each contact has random numbers of its own, so that another flow meets the same customers. */
  #arrive(): void {
    this.#arrived += 1;
    const random = new Random(this.#load.seed, this.#arrived);
    const contact: Contact = {
      customers: pick(this.#load.mix, random.uniform()),
      arrivedMs: this.#nowMs,
      random,
      state: null,
      place: null,
      enteredMs: 0,
      patient: false,
      over: false,
    };
    this.#open.add(contact);
    this.#feed(contact, { kind: 'start', facts: contact.customers.facts });
  }

  #feed(contact: Contact, event: WithoutTime): void {
    const at = toIso(this.#startMs + this.#nowMs);
    const before = contact.state?.waiting?.id;
    let turn = step(this.#flow, contact.state, { ...event, at });
    for (;;) {
      contact.state = turn.state;
      let question: { readonly request: string; readonly what: Question } | null = null;
      for (const effect of turn.effects) {
        if (effect.kind === 'gather') question = effect;
        else this.#carryOut(contact, effect);
      }
      if (!question || contact.over) break;
      const { request, what } = question;
      turn = step(this.#flow, contact.state, {
        kind: 'facts',
        at,
        request,
        answer: this.#answer(contact, what),
      });
    }
    const { waiting } = contact.state;
    if (waiting && waiting.id !== before) this.#expectRelease(contact, waiting.id, waiting.step);
  }

  #answer({ customers }: Contact, question: Question): Answer | null {
    if (question.kind !== 'availability') return customers.answer(question);
    const { queue, skills } = question;
    const look = this.#desk.look(queue, skills, this.#nowMs);
    const meanMs = this.#load.handling.get(queue)?.meanMs ?? 0;
    const waitMs = look.free > 0 ? 0 : (meanMs * (look.waiting + 1)) / Math.max(1, look.signedIn);
    return { kind: 'availability', ...look, wait: { fromMs: waitMs, toMs: waitMs } };
  }

  #carryOut(contact: Contact, effect: FlowEffect): void {
    switch (effect.kind) {
      case 'timer':
        this.#agenda.note(Date.parse(effect.at) - this.#startMs, () => {
          const { over, state } = contact;
          if (!over && state?.waiting?.dueAt === effect.at) this.#feed(contact, { kind: 'timer' });
        });
        return;
      case 'route':
        this.#takePlace(contact, effect);
        return;
      case 'withdraw':
        this.#leavePlace(contact, 'left');
        return;
      case 'offerChoices':
        for (const { choice } of effect.choices) this.#consider(contact, choice);
        return;
      case 'end':
        if (effect.target.kind !== 'queue') this.#close(contact, effect.target.kind, null);
        return;
      case 'hold':
      case 'gather':
        return;
    }
  }

  #takePlace(contact: Contact, { queue, priority, skills }: Extract<FlowEffect, { kind: 'route' }>): void {
    const before = contact.place;
    if (before?.queue !== queue) {
      this.#leavePlace(contact, 'left');
      contact.enteredMs = this.#nowMs;
    }
    contact.place = { queue, priority, skills, sinceMs: before?.sinceMs ?? this.#nowMs };
    this.#desk.add(contact);
    // After the turn: an agent takes nobody in the middle of one.
    this.#agenda.note(this.#nowMs, () => {
      const agent = contact.place && this.#desk.agentFor(contact.place, this.#nowMs);
      if (agent) this.#serveNext(agent);
    });
    this.#expectImpatience(contact);
  }

  #expectImpatience(contact: Contact): void {
    const { patience } = this.#load;
    if (contact.patient || patience === null) return;
    contact.patient = true;
    this.#agenda.note(this.#nowMs + patience.draw(contact.random), () => {
      if (contact.over || !contact.place) return;
      this.#leavePlace(contact, 'abandoned');
      this.#close(contact, 'abandoned', null);
    });
  }

  /** Whether the customer takes the choice is drawn when it is offered. */
  #consider(contact: Contact, choice: string): void {
    const known = this.#load.choices.get(choice);
    if (!known || contact.random.uniform() >= known.share) return;
    const offered = contact.state?.waiting?.id;
    this.#agenda.note(this.#nowMs + known.after.draw(contact.random), () => {
      if (!contact.over && contact.state?.waiting?.id === offered)
        this.#feed(contact, { kind: 'choice', choice });
    });
  }

  #expectRelease(contact: Contact, waitId: string, stepId: string): void {
    const held = this.#flow.steps.get(stepId);
    const after = held?.kind === 'hold' ? this.#load.releases.get(held.target.release) : undefined;
    if (held?.kind !== 'hold' || !after) return;
    const { release } = held.target;
    this.#agenda.note(this.#nowMs + after.draw(contact.random), () => {
      if (!contact.over && contact.state?.waiting?.id === waitId)
        this.#feed(contact, { kind: 'released', release });
    });
  }

  #serveNext(agent: Agent): void {
    const contact = this.#desk.customerFor(agent, this.#nowMs);
    if (!contact?.place) return;
    const { queue, sinceMs } = contact.place;
    agent.busy = true;
    this.#leavePlace(contact, 'served');
    this.#feed(contact, { kind: 'agentFree' });
    this.#close(contact, 'served', this.#nowMs - sinceMs);
    const handlingMs = this.#load.handling.get(queue)?.draw(contact.random) ?? 0;
    this.#agenda.note(this.#nowMs + handlingMs, () => {
      agent.busy = false;
      agent.idleSinceMs = this.#nowMs;
      this.#serveNext(agent);
    });
  }

  #leavePlace(contact: Contact, way: LeftQueue): void {
    const { place, enteredMs } = contact;
    if (!place) return;
    contact.place = null;
    this.#desk.remove(contact);
    if (this.#counts(contact)) this.#tally.leaveQueue(place.queue, way, this.#nowMs - enteredMs);
  }

  #close(contact: Contact, outcome: string, waitedMs: number | null): void {
    contact.over = true;
    this.#open.delete(contact);
    if (contact.state && this.#counts(contact)) {
      this.#tally.finish(this.#flow, contact.state, outcome, waitedMs);
    }
  }

  #counts({ arrivedMs }: Contact): boolean {
    return arrivedMs >= this.#load.warmUpMs;
  }
}

type WithoutTime = FlowEvent extends infer E ? (E extends FlowEvent ? Omit<E, 'at'> : never) : never;

/** By their shares, which need not add up to anything. */
function pick(mix: readonly Customers[], uniform: number): Customers {
  let rest = uniform * mix.reduce((sum, { share }) => sum + share, 0);
  for (const customers of mix) {
    rest -= customers.share;
    if (rest < 0) return customers;
  }
  // Rounding: the last one who comes at all.
  return mix.findLast(({ share }) => share > 0) as Customers;
}
