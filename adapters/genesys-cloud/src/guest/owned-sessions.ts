import type { BusMessage, RelayClaim, RelaySession } from '@throughline/core';
import { Budget, CONNECTION_BUDGET } from '../platform/budget.js';
import type { GuestEndpoint, RelayLimits, RelayServices } from './options.js';
import { Reachability } from './reachability.js';
import { type Follow, SessionRecord } from './record.js';
import { UpstreamSession } from './upstream-session.js';

/** Sessions taken over in one go: another node may take the next ones. */
const CLAIM_PAGE = 100;

/** The sessions that this node speaks for: keeps their leases, and takes over what nobody owns. */
export class OwnedSessions {
  readonly reachability = new Reachability();
  readonly #services: RelayServices;
  readonly #limits: RelayLimits;
  readonly #follow: Follow;
  readonly #connections: Budget;
  readonly #sessions = new Map<string, UpstreamSession>();
  readonly #timer: NodeJS.Timeout;
  readonly #unsubscribe: () => void;
  /** What the store said last of what this node owns, and until when that counts; see {@link serve}. */
  #owned: ReadonlyMap<string, number> = new Map();
  #ownedUntil = Number.NEGATIVE_INFINITY;
  #keeping: Promise<void> | null = null;
  #working: Promise<void> | null = null;
  #mayHaveMissed = false;

  /** Begins at once. */
  constructor(services: RelayServices, limits: RelayLimits, follow: Follow) {
    this.#services = services;
    this.#limits = limits;
    this.#follow = follow;
    const { limiter, clock, bus } = services;
    const perMinute = limits.connectionsPerMinute;
    this.#connections = new Budget(limiter, clock, { ...CONNECTION_BUDGET, perMinute });
    this.#unsubscribe = bus.subscribe((message) => this.#onBus(message));
    // Leases are kept beside the rest: taking many sessions over can last longer than a lease.
    this.#timer = setInterval(() => {
      this.#keeping ??= this.#told(this.#keep()).finally(() => {
        this.#keeping = null;
      });
      this.#working ??= this.#told(this.#keeping.then(() => this.#work())).finally(() => {
        this.#working = null;
      });
    }, limits.tickMs);
  }

  /** Gives every session back, for another node or the next start. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#unsubscribe();
    await Promise.all([this.#keeping, this.#working]);
    await Promise.all([...this.#sessions.values()].map((session) => session.stop()));
    this.#sessions.clear();
  }

  get(conversationId: string): UpstreamSession | undefined {
    return this.#sessions.get(conversationId);
  }

  /** What is kept of a session; null when its conversation is gone. */
  async record(session: RelaySession): Promise<SessionRecord | null> {
    const conversation = await this.#services.link.get(session.interaction.conversationId);
    return conversation && SessionRecord.open(this.#services, this.#follow, conversation, session);
  }

  /** Speaks for a session from now on. @param ownedUntil see {@link UpstreamSession} */
  serve(record: SessionRecord, ownedUntil: number): void {
    const id = record.conversationId;
    if (this.#sessions.has(id)) return;
    const session = new UpstreamSession(
      {
        ...this.#services,
        endpoint: endpointOf(this.#services, record),
        relayLimits: this.#limits,
        connections: this.#connections,
        reachability: this.reachability,
        onFinished: () => this.#sessions.delete(id),
      },
      record,
      ownedUntil,
    );
    this.#sessions.set(id, session);
    session.start();
  }

  /** Keeps what this node owns, takes over what nobody owns, and has the core follow what it has not followed. */
  async tick(): Promise<void> {
    await this.#keep();
    await this.#work();
  }

  /** The same out of turn; failures are told. */
  tickNow(): Promise<void> {
    return this.#told(this.tick());
  }

  claim(): RelayClaim {
    return { owner: this.#services.nodeId, leaseMs: this.#limits.leaseMs };
  }

  async #told(work: Promise<void>): Promise<void> {
    await work.catch((error: unknown) => this.#services.onFailure(error, 'tick'));
  }

  async #keep(): Promise<void> {
    const before = [...this.#sessions];
    const ownedUntil = performance.now() + this.#limits.leaseMs;
    const owned = await this.#services.store.renew(this.claim());
    this.#owned = owned;
    this.#ownedUntil = ownedUntil;
    for (const [id, session] of before) {
      if (owned.has(id)) session.ownedUntil = ownedUntil;
      else this.#letGo(id, session);
    }
  }

  async #work(): Promise<void> {
    const { store } = this.#services;
    const claimedUntil = performance.now() + this.#limits.leaseMs;
    const claimed = await store.claim(this.claim(), CLAIM_PAGE);
    for (const session of claimed) await this.#take(session, claimedUntil);
    const strangers = [...this.#owned.keys()].filter((id) => !this.#sessions.has(id));
    const found = await Promise.all(strangers.map((id) => store.get(id)));
    for (const session of found) if (session && !session.finished) await this.#take(session);
    await this.#notice(this.#owned);
  }

  /** @param claimedUntil what is known besides what was kept meanwhile */
  async #take(session: RelaySession, claimedUntil = Number.NEGATIVE_INFINITY): Promise<void> {
    const record = await this.record(session);
    if (!record) return;
    const isKept = this.#owned.has(record.conversationId);
    this.serve(record, isKept ? Math.max(this.#ownedUntil, claimedUntil) : claimedUntil);
  }

  async #notice(owned: ReadonlyMap<string, number>): Promise<void> {
    const failures: unknown[] = [];
    for (const [id, session] of this.#sessions) {
      const { interaction, followedVersion } = session.record.session;
      const version = owned.get(id) ?? interaction.version;
      if (version === interaction.version && followedVersion >= version) continue;
      await session.reload().catch((error: unknown) => failures.push(error));
    }
    const { bus, link } = this.#services;
    const isWhole = bus.reach === 'all-nodes' && !this.#mayHaveMissed;
    this.#mayHaveMissed = bus.reach !== 'all-nodes';
    if (!isWhole) {
      const heads = await link.heads([...this.#sessions.keys()]);
      for (const [id, session] of this.#sessions) {
        if ((heads.get(id) ?? 0) > session.record.session.sentSeq) session.wake();
      }
    }
    for (const failure of failures) throw failure;
  }

  #letGo(id: string, session: UpstreamSession): void {
    this.#sessions.delete(id);
    void session.stop();
  }

  #onBus(message: BusMessage): void {
    if (message.kind === 'gap') this.#mayHaveMissed = true;
    if (message.kind === 'customer-sessions-ended') void this.#signedOut(message.sessionIds);
    if (message.kind === 'entries') this.#sessions.get(message.conversationId)?.wake();
    if (message.kind === 'typing' && message.role === 'customer' && message.on) {
      this.#sessions.get(message.conversationId)?.customerTypes();
    }
  }

  async #signedOut(sessionIds: readonly string[]): Promise<void> {
    for (const session of this.#sessions.values()) {
      await session
        .signedOut(sessionIds)
        .catch((error: unknown) => this.#services.onFailure(error, 'sign-out of a guest'));
    }
  }
}

function endpointOf({ endpoint }: RelayServices, { state }: SessionRecord): GuestEndpoint {
  return { ...endpoint, deploymentId: state.deploymentId ?? endpoint.deploymentId };
}
