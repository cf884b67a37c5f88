import type { ErrorCode, RevealedEvent } from '@throughline/protocol';
import { CommandError } from './command-error.js';
import type { Environment } from './environment.js';

interface Waiting {
  readonly resolve: (answer?: RevealedEvent) => void;
  readonly reject: (error: CommandError) => void;
}

/** Commands that the gateway answers by their `ref`. */
export class Commands {
  readonly #environment: Environment;
  readonly #waiting = new Map<string, Waiting>();

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /**
   * Fulfils when the gateway has carried the command out; `send` is false when the connection cannot take it.
   * Rejects with `CommandError`: `connection_lost` also when the connection goes before the answer.
   */
  async run(send: (ref: string) => boolean): Promise<void> {
    await this.ask(send);
  }

  /** The same, for a command that is answered by more than `done`. */
  ask(send: (ref: string) => boolean): Promise<RevealedEvent | undefined> {
    return new Promise((resolve, reject) => {
      const ref = this.#environment.newId();
      if (send(ref)) this.#waiting.set(ref, { resolve, reject });
      else reject(new CommandError('connection_lost'));
    });
  }

  done(ref: string, answer?: RevealedEvent): void {
    this.#take(ref)?.resolve(answer);
  }

  refuse(ref: string | undefined, code: ErrorCode): void {
    if (ref !== undefined) this.#take(ref)?.reject(new CommandError(code));
  }

  connectionLost(): void {
    for (const ref of [...this.#waiting.keys()]) this.#take(ref)?.reject(new CommandError('connection_lost'));
  }

  #take(ref: string): Waiting | undefined {
    const waiting = this.#waiting.get(ref);
    this.#waiting.delete(ref);
    return waiting;
  }
}
