import type { Interaction } from '../model/interaction.js';
import type {
  NewRelaySession,
  RelayClaim,
  RelayProgress,
  RelaySession,
  RelayStore,
} from '../ports/relay-store.js';

interface Row {
  session: RelaySession;
  owner: string;
  /** In milliseconds since 1970. */
  ownedUntil: number;
}

export class MemoryRelayStore implements RelayStore {
  readonly #rows = new Map<string, Row>();

  async open({ interaction, sealed }: NewRelaySession, claim: RelayClaim): Promise<RelaySession> {
    const known = this.#rows.get(interaction.conversationId);
    if (known) return known.session;
    const session = {
      interaction,
      sealed,
      followedVersion: 0,
      sentSeq: 0,
      receivedAt: null,
      finished: false,
      interrupted: false,
    };
    this.#rows.set(interaction.conversationId, { session, ...own(claim) });
    return session;
  }

  async get(conversationId: string): Promise<RelaySession | null> {
    return this.#rows.get(conversationId)?.session ?? null;
  }

  async change(interaction: Interaction): Promise<boolean> {
    const row = this.#rows.get(interaction.conversationId);
    if (row?.session.interaction.version !== interaction.version - 1) return false;
    const finished = row.session.finished && interaction.state === 'closed';
    row.session = { ...row.session, interaction, finished };
    return true;
  }

  async markFollowed(conversationId: string, version: number): Promise<void> {
    const row = this.#rows.get(conversationId);
    if (!row || row.session.followedVersion >= version) return;
    row.session = { ...row.session, followedVersion: version };
  }

  async save(conversationId: string, owner: string, progress: RelayProgress): Promise<boolean> {
    const row = this.#rows.get(conversationId);
    if (row?.owner !== owner) return false;
    if (progress.finished && row.session.interaction.state !== 'closed') return false;
    row.session = { ...row.session, ...progress };
    return true;
  }

  async claim(claim: RelayClaim, limit: number): Promise<readonly RelaySession[]> {
    const free = [...this.#rows.values()]
      .filter(({ session, ownedUntil }) => !session.finished && ownedUntil < Date.now())
      .toSorted((a, b) => urgency(a) - urgency(b))
      .slice(0, limit);
    for (const row of free) Object.assign(row, own(claim));
    return free.map(({ session }) => session);
  }

  async renew(claim: RelayClaim): Promise<ReadonlyMap<string, number>> {
    const owned = [...this.#rows.values()].filter(
      ({ owner, session }) => owner === claim.owner && !session.finished,
    );
    for (const row of owned) Object.assign(row, own(claim));
    return new Map(
      owned.map(({ session: { interaction } }) => [interaction.conversationId, interaction.version]),
    );
  }

  async forget(conversationIds: readonly string[]): Promise<number> {
    return conversationIds.filter((id) => this.#rows.delete(id)).length;
  }

  async release(owner: string): Promise<void> {
    for (const row of this.#rows.values()) {
      if (row.owner === owner) Object.assign(row, { owner: '', ownedUntil: Number.NEGATIVE_INFINITY });
    }
  }
}

function own({ owner, leaseMs }: RelayClaim) {
  return { owner, ownedUntil: Date.now() + leaseMs };
}

/** Those with an agent first, then the oldest. */
function urgency({ session: { interaction } }: Row): number {
  return (
    interaction.queuedAt.getTime() - (interaction.state === 'assigned' ? Number.MAX_SAFE_INTEGER / 2 : 0)
  );
}
