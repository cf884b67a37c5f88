import type { AuditEntry } from '../model/audit.js';
import type { Conversation } from '../model/conversation.js';
import type { RevealStore, ValuePlace } from '../ports/reveal-store.js';

interface Kept extends ValuePlace {
  readonly sealed: Uint8Array;
  readonly until: Date;
}

export interface MemoryRevealParts {
  readonly conversations: { get(id: string): Promise<Conversation | null> };
  readonly isHeld: (customerId: string) => Promise<boolean>;
  readonly record: (entry: AuditEntry) => void;
}

/** Sealed originals in memory, as long as the process and their conversation last. */
export class MemoryRevealStore implements RevealStore {
  readonly #parts: MemoryRevealParts;
  #kept: readonly Kept[] = [];

  constructor(parts: MemoryRevealParts) {
    this.#parts = parts;
  }

  async keep(
    message: Pick<ValuePlace, 'conversationId' | 'entryId'> & { readonly customerId: string },
    sealed: readonly Uint8Array[],
    until: Date,
  ): Promise<void> {
    const { conversationId, entryId, customerId } = message;
    const conversation = await this.#parts.conversations.get(conversationId);
    if (conversation?.customerId !== customerId) return;
    const fresh = sealed
      .map((each, index) => ({ conversationId, entryId, index, sealed: each, until }))
      .filter((place) => !this.#find(place));
    this.#kept = [...this.#kept, ...fresh];
  }

  async take(place: ValuePlace, now: Date, audit: AuditEntry): Promise<Uint8Array | null> {
    const isThere = await this.#parts.conversations.get(place.conversationId);
    const kept = this.#find(place);
    if (!isThere || !kept || kept.until <= now) return null;
    this.#parts.record(audit);
    return kept.sealed;
  }

  async forget(conversationId: string, entryIds: readonly string[]): Promise<void> {
    this.#kept = this.#kept.filter(
      (each) => each.conversationId !== conversationId || !entryIds.includes(each.entryId),
    );
  }

  async purgeExpired(now: Date, limit: number): Promise<number> {
    const over = new Set<Kept>();
    for (const each of this.#kept) {
      const conversation = await this.#parts.conversations.get(each.conversationId);
      const isHeld = conversation !== null && (await this.#parts.isHeld(conversation.customerId));
      if (over.size < limit && each.until <= now && !isHeld) over.add(each);
    }
    this.#kept = this.#kept.filter((each) => !over.has(each));
    return over.size;
  }

  #find({ conversationId, entryId, index }: ValuePlace): Kept | undefined {
    return this.#kept.find(
      (each) => each.conversationId === conversationId && each.entryId === entryId && each.index === index,
    );
  }
}
