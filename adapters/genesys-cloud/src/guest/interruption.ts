import type { RelayServices } from './options.js';
import type { SessionRecord } from './record.js';

/** Without a connection for this long, customers are told and offered other ways; in milliseconds. */
const PATIENCE_MS = 1_000;

/** Says of one conversation whether the way to its agents is interrupted, for the nodes of its customer. */
export class Interruption {
  readonly #options: Pick<RelayServices, 'bus' | 'onFailure'>;
  readonly #record: SessionRecord;
  #alarm: NodeJS.Timeout | null = null;

  constructor(options: Pick<RelayServices, 'bus' | 'onFailure'>, record: SessionRecord) {
    this.#options = options;
    this.#record = record;
  }

  /** There is no connection. @param isKnown others have none either: it will take a while */
  lost(isKnown: boolean): void {
    if (this.#record.session.interrupted || this.#record.isClosed) return;
    if (isKnown) this.stop();
    this.#alarm ??= setTimeout(() => this.#say(true), isKnown ? 0 : PATIENCE_MS);
  }

  /** There is a connection. */
  async over(): Promise<void> {
    this.stop();
    if (this.#record.session.interrupted) await this.#say(false);
  }

  stop(): void {
    if (this.#alarm) clearTimeout(this.#alarm);
    this.#alarm = null;
  }

  async #say(interrupted: boolean): Promise<void> {
    this.#alarm = null;
    const { id: conversationId, customerId } = this.#record.conversation;
    try {
      await this.#record.save({ interrupted });
      this.#options.bus.publish({ kind: 'conversation', conversationId, customerId });
    } catch (error) {
      // The next try to connect says it again.
      this.#options.onFailure(error, 'interruption');
    }
  }
}
