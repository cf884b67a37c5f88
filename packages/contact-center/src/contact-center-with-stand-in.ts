import {
  type Availability,
  type Clock,
  type ContactCenter,
  type ContactCenterData,
  type ContactCenterErasure,
  type ContactCenterRequest,
  type CustomerDataAnswer,
  type CustomerDataRequest,
  type Interaction,
  isInForce,
  type QueuePlace,
  type StandInStore,
} from '@throughline/core';

export interface ContactCenterWithStandInOptions {
  /** Which takes conversations as a rule. */
  readonly home: ContactCenter;
  /** Which takes new ones while a switch is in force, and keeps them to their end. */
  readonly standIn: ContactCenter;
  readonly store: StandInStore;
  readonly clock: Clock;
  /** Whether this installation allows switches at all. */
  readonly maySwitch: boolean;
}

/** Two contact centers as one: each conversation is with one of them, from its first question to its end. */
export class ContactCenterWithStandIn implements ContactCenter {
  readonly #options: ContactCenterWithStandInOptions;

  constructor(options: ContactCenterWithStandInOptions) {
    this.#options = options;
  }

  async request(request: ContactCenterRequest): Promise<void> {
    const { home, standIn, store, clock, maySwitch } = this.#options;
    const standsIn = await store.assign(request.conversationId, clock.now(), maySwitch);
    await (standsIn ? standIn : home).request(request);
  }

  async close(conversationId: string, at: Date): Promise<void> {
    await (await this.#of(conversationId)).close(conversationId, at);
  }

  async places(conversationIds: readonly string[]): Promise<ReadonlyMap<string, QueuePlace>> {
    const { home, standIn, store } = this.#options;
    const there = await store.standingIn(conversationIds);
    const [standInIds, homeIds] = [
      conversationIds.filter((id) => there.has(id)),
      conversationIds.filter((id) => !there.has(id)),
    ];
    const places = await Promise.all([home.places(homeIds), standIn.places(standInIds)]);
    return new Map(places.flatMap((each) => [...each]));
  }

  /** Who is there for whoever asks now. */
  async availability(queueId: string, skills: readonly string[]): Promise<Availability | null> {
    const { home, standIn, store, clock, maySwitch } = this.#options;
    const isSwitched = maySwitch && isInForce(await store.latest(), clock.now());
    return (isSwitched ? standIn : home).availability(queueId, skills);
  }

  async isReachable(conversationId: string): Promise<boolean> {
    return (await this.#of(conversationId)).isReachable(conversationId);
  }

  async agentDisplayName(agentId: string): Promise<string | null> {
    const { home, standIn } = this.#options;
    return (await home.agentDisplayName(agentId)) ?? standIn.agentDisplayName(agentId);
  }

  onChange(follow: (interaction: Interaction) => Promise<void>): void {
    const { home, standIn } = this.#options;
    home.onChange(follow);
    standIn.onChange(follow);
  }

  exportCustomer(request: CustomerDataRequest): Promise<CustomerDataAnswer<ContactCenterData>> {
    return this.#both(
      (each) => each.exportCustomer(request),
      (ours, theirs) => ({ ...ours, ...theirs, ...joined(ours, theirs) }),
    );
  }

  eraseCustomer(request: CustomerDataRequest): Promise<CustomerDataAnswer<ContactCenterErasure>> {
    return this.#both(
      (each) => each.eraseCustomer(request),
      (ours, theirs) => ({ ...ours, ...theirs, ...summed(ours, theirs) }),
    );
  }

  async #of(conversationId: string): Promise<ContactCenter> {
    const { home, standIn, store } = this.#options;
    return (await store.standingIn([conversationId])).has(conversationId) ? standIn : home;
  }

  /** The stand-in is asked when the other one is through: it is in the same process and answers at once. */
  async #both<Result>(
    ask: (contactCenter: ContactCenter) => Promise<CustomerDataAnswer<Result>>,
    merge: (ours: Result, theirs: Result) => Result,
  ): Promise<CustomerDataAnswer<Result>> {
    const { home, standIn } = this.#options;
    const theirs = await ask(home);
    if (theirs.state === 'pending') return theirs;
    const ours = await ask(standIn);
    return ours.state === 'pending' ? ours : { ...theirs, result: merge(ours.result, theirs.result) };
  }
}

function joined(ours: ContactCenterData, theirs: ContactCenterData): ContactCenterData {
  const kinds = Object.keys(ours).filter((kind) => Object.hasOwn(theirs, kind));
  return Object.fromEntries(kinds.map((kind) => [kind, [...(ours[kind] ?? []), ...(theirs[kind] ?? [])]]));
}

function summed(ours: ContactCenterErasure, theirs: ContactCenterErasure): ContactCenterErasure {
  const kinds = Object.keys(ours).filter((kind) => Object.hasOwn(theirs, kind));
  return Object.fromEntries(kinds.map((kind) => [kind, (ours[kind] ?? 0) + (theirs[kind] ?? 0)]));
}
