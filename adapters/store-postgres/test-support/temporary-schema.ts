import { Pool, type QueryResultRow } from 'pg';

/** Server for tests, `postgres://…`; tests that need it are skipped when it is not set. */
export const TEST_DATABASE_URL = process.env.THROUGHLINE_TEST_DATABASE_URL;

/** For the titles of skipped suites. */
export const NEEDS_SERVER = 'needs THROUGHLINE_TEST_DATABASE_URL';

/** A schema for one test file, with a connection of its own that looks into it. */
export class TemporarySchema {
  readonly url: string;
  readonly name: string;
  readonly #pool: Pool;

  constructor(purpose: string) {
    this.url = TEST_DATABASE_URL ?? '';
    this.name = `test_${purpose}_${process.pid}_${Date.now()}`;
    this.#pool = new Pool({ connectionString: this.url, options: `-c search_path=${this.name}` });
  }

  async query<R extends QueryResultRow>(text: string, parameters: unknown[] = []): Promise<R[]> {
    return (await this.#pool.query<R>(text, parameters)).rows;
  }

  /** Drops the schema. Close stores on it first. */
  async drop(): Promise<void> {
    await this.#pool.query(`drop schema if exists ${this.name} cascade`);
    await this.#pool.end();
  }
}
