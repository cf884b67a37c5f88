import { Worker } from 'node:worker_threads';
import type { SqlConnection, SqlEngine, SqlResult } from '../engine.js';
import { StoreStatementError } from '../errors.js';
import type { WorkerAnswer, WorkerOptions, WorkerRequest } from './messages.js';

interface Pending {
  readonly resolve: (answer: WorkerAnswer) => void;
  readonly reject: (reason: Error) => void;
}

/**
 * The embedded database behind its worker thread. It has one session, which is lent to one caller at a time, in the
 * order of asking; so statements of two transactions never mix.
 */
export class EmbeddedEngine implements SqlEngine {
  readonly #worker: Worker;
  #pending: Pending | null = null;
  /** Set once the worker is gone; from then on every call rejects with it. */
  #gone: Error | null = null;
  /** Fulfils when the session is given back by all who asked for it so far. */
  #free: Promise<void> = Promise.resolve();

  /** Rejects with what went wrong in the worker when the database cannot be opened. */
  static async start(options: WorkerOptions): Promise<EmbeddedEngine> {
    const engine = new EmbeddedEngine(options);
    await engine.#nextAnswer();
    return engine;
  }

  private constructor(options: WorkerOptions) {
    // Flags of the process are its own: some (`--input-type`) no worker could start with.
    this.#worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: options, execArgv: [] });
    this.#worker.on('message', (answer: WorkerAnswer) => {
      const pending = this.#pending;
      this.#pending = null;
      pending?.resolve(answer);
    });
    // Only the message: the error itself can hold the statement and its values.
    this.#worker.on('error', (error) => this.#fail(new Error(error.message)));
    this.#worker.on('exit', () => this.#fail(new Error('The embedded database has stopped.')));
  }

  async connect(): Promise<SqlConnection> {
    const release = await this.#lend();
    return { query: (sql, parameters) => this.#query(sql, parameters), release };
  }

  async end(): Promise<void> {
    const release = await this.#lend();
    try {
      if (!this.#gone) await this.#ask({ kind: 'close' });
      await this.#worker.terminate();
    } finally {
      release();
    }
  }

  /** Waits for the session; returns what gives it back. */
  async #lend(): Promise<() => void> {
    const before = this.#free;
    let release = () => {};
    this.#free = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    return release;
  }

  async #query(sql: string, parameters: readonly unknown[]): Promise<SqlResult> {
    const answer = await this.#ask({ kind: 'query', sql, parameters });
    if (answer.kind === 'result') return answer.result;
    throw answer.kind === 'refused'
      ? new StoreStatementError(answer.code, answer.constraint)
      : new Error(`The embedded database answered a statement with "${answer.kind}".`);
  }

  async #ask(request: WorkerRequest): Promise<WorkerAnswer> {
    if (this.#gone) throw this.#gone;
    const answer = this.#nextAnswer();
    this.#worker.postMessage(request);
    return answer;
  }

  #nextAnswer(): Promise<WorkerAnswer> {
    return new Promise((resolve, reject) => {
      this.#pending = { resolve, reject };
    });
  }

  #fail(reason: Error): void {
    this.#gone ??= reason;
    this.#pending?.reject(this.#gone);
    this.#pending = null;
  }
}
