import {
  type AppendResult,
  type Conversation,
  CoreError,
  MemoryCallbackStore,
  MemoryConversationStore,
  MemoryInteractionStore,
  MemoryWorkLeases,
  type NewEntry,
  type StoredEntry,
} from '@throughline/core';

/** How the store behaves just now. `losing`: it commits, and the answer does not come back. */
export type StoreMood = 'well' | 'away' | 'losing';

/** What the nodes of a model cluster keep: it can be away, and what it holds stays. */
export class ModelStore {
  mood: StoreMood = 'well';
  readonly conversations = new MoodyConversations(() => this.mood);
  readonly interactions: MemoryInteractionStore;
  readonly callbacks = new MemoryCallbackStore(() => undefined);
  readonly leases: MemoryWorkLeases;

  constructor(now: () => number) {
    this.interactions = new MemoryInteractionStore(() => undefined, now);
    this.leases = new MemoryWorkLeases(now);
  }

  /** Every conversation in the order of opening, with its entries, whatever mood the store is in. */
  async kept(): Promise<{ readonly conversation: Conversation; readonly entries: readonly StoredEntry[] }[]> {
    const conversations = await Promise.all(
      this.conversations.opened.map((id) => this.conversations.get(id)),
    );
    const known = conversations.filter((conversation) => conversation !== null);
    return Promise.all(
      known.map(async (conversation) => ({
        conversation,
        entries: await this.conversations.read(conversation.id, 0, 100_000),
      })),
    );
  }
}

class MoodyConversations extends MemoryConversationStore {
  readonly #mood: () => StoreMood;
  readonly #opened: string[] = [];
  #answersAfter: Promise<void> = Promise.resolve();

  constructor(mood: () => StoreMood) {
    super();
    this.#mood = mood;
  }

  /** The next look for a live conversation is answered late, with what was true when it was asked. */
  delayNextAnswer(until: Promise<void>): void {
    this.#answersAfter = until;
  }

  /** The ids of all conversations there ever were, in the order in which they were opened. */
  get opened(): readonly string[] {
    return this.#opened;
  }

  override async open(...parameters: Parameters<MemoryConversationStore['open']>) {
    const result = await super.open(...parameters);
    if (!result.joined) this.#opened.push(result.conversation.id);
    return result;
  }

  override async findLive(customerId: string): Promise<Conversation | null> {
    const until = this.#answersAfter;
    this.#answersAfter = Promise.resolve();
    const live = await super.findLive(customerId);
    await until;
    return live;
  }

  override async append(entries: readonly NewEntry[]): Promise<readonly AppendResult[]> {
    // A commit takes a turn, in which other things happen.
    await new Promise((resolve) => setImmediate(resolve));
    if (this.#mood() === 'away') throw unavailable();
    const results = await super.append(entries);
    if (this.#mood() === 'losing') throw unavailable();
    return results;
  }
}

/** A port as one process has it, in whatever mood the store is. Once that process is dead, calls do nothing. */
export function heldBy<Port extends object>(
  port: Port,
  isAlive: () => boolean,
  mood: () => StoreMood = () => 'well',
): Port {
  const never = new Promise<never>(() => undefined);
  return new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return async (...parameters: unknown[]): Promise<unknown> => {
        if (!isAlive()) return never;
        if (mood() === 'away') throw unavailable();
        const result: unknown = await member.apply(target, parameters);
        if (mood() === 'losing') throw unavailable();
        return isAlive() ? result : never;
      };
    },
  });
}

function unavailable(): CoreError {
  return new CoreError('unavailable', 'The store is away.');
}
