import type { Interaction, SkillNeed } from '../model/interaction.js';
import type { NewInteraction } from '../ports/interaction-store.js';

export interface InteractionRow {
  interaction: Interaction;
  preferredAgentId: string | null;
  skills: readonly SkillNeed[];
  /** Who declined or missed it, and when. */
  readonly refusals: Map<string, Date>;
  changeNo: number;
  followedVersion: number;
  claim: { readonly holder: string; readonly until: number } | null;
}

export const NOBODY = { agentId: null, offerExpiresAt: null, assignedAt: null };

/** Interactions in memory, by what they are looked for, with the order of their changes. */
export class InteractionRows {
  readonly #byId = new Map<string, InteractionRow>();
  readonly #byConversation = new Map<string, InteractionRow>();
  readonly #open = new Set<InteractionRow>();
  readonly #unfollowed = new Set<InteractionRow>();
  #changes = 0;

  add({ preferredAgentId, skills, ...wish }: NewInteraction): InteractionRow {
    const row: InteractionRow = {
      interaction: { ...wish, ...NOBODY, state: 'waiting', version: 1 },
      preferredAgentId,
      skills,
      refusals: new Map(),
      changeNo: this.#nextChange(),
      followedVersion: 0,
      claim: null,
    };
    this.#byId.set(wish.id, row);
    this.#byConversation.set(wish.conversationId, row);
    for (const set of [this.#open, this.#unfollowed]) set.add(row);
    return row;
  }

  get(interactionId: string): InteractionRow | undefined {
    return this.#byId.get(interactionId);
  }

  ofConversation(conversationId: string): InteractionRow | undefined {
    return this.#byConversation.get(conversationId);
  }

  openOf(conversationId: string): InteractionRow | undefined {
    const row = this.#byConversation.get(conversationId);
    return row && this.#open.has(row) ? row : undefined;
  }

  all(): InteractionRow[] {
    return [...this.#byId.values()];
  }

  /** Those that are open. */
  list(wanted: (interaction: Interaction) => boolean): InteractionRow[] {
    return [...this.#open].filter(({ interaction }) => wanted(interaction));
  }

  /** The same in the order of service. */
  inOrder(wanted: (interaction: Interaction) => boolean): InteractionRow[] {
    return this.list(wanted).toSorted(
      (a, b) =>
        b.interaction.priority - a.interaction.priority || byWaitingTime(a.interaction, b.interaction),
    );
  }

  heldBy(agentId: string): InteractionRow[] {
    return this.list((interaction) => interaction.agentId === agentId);
  }

  /** Closed ones are no longer open, and others are. */
  change(row: InteractionRow, change: Partial<Interaction>): Interaction {
    row.interaction = { ...row.interaction, ...change, version: row.interaction.version + 1 };
    row.changeNo = this.#nextChange();
    this.#unfollowed.add(row);
    if (row.interaction.state === 'closed') this.#open.delete(row);
    else this.#open.add(row);
    return row.interaction;
  }

  /** Back to those who wait. */
  return(row: InteractionRow): Interaction {
    return this.change(row, { ...NOBODY, state: 'waiting' });
  }

  remove(row: InteractionRow): void {
    this.#byId.delete(row.interaction.id);
    this.#byConversation.delete(row.interaction.conversationId);
    for (const set of [this.#open, this.#unfollowed]) set.delete(row);
  }

  /** In the order in which they changed. */
  unfollowed(): InteractionRow[] {
    return [...this.#unfollowed].toSorted((a, b) => a.changeNo - b.changeNo);
  }

  /** The core has followed a row up to this version. */
  follow(row: InteractionRow, version: number): void {
    row.followedVersion = Math.min(version, row.interaction.version);
    row.claim = null;
    if (row.followedVersion === row.interaction.version) this.#unfollowed.delete(row);
  }

  #nextChange(): number {
    this.#changes += 1;
    return this.#changes;
  }
}

export function byWaitingTime(a: Interaction, b: Interaction): number {
  return a.queuedAt.getTime() - b.queuedAt.getTime() || compareText(a.id, b.id);
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
