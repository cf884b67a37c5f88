import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../tools/test-setup/free-port.mjs';
import { Cluster } from '../support/cluster.js';
import { createDatabase, query } from '../support/test-database.js';
import { DatabaseTap } from './database-tap.js';
import type { Sink } from './sinks.js';

const THROUGHLINE = fileURLToPath(new URL('../../packages/cli/bin/throughline.js', import.meta.url));
export const DEPLOYMENT = '0b5a0f0e-6f4e-4c57-9d0c-3f0d6a3f2a11';
export const CLIENT = { id: 'platform', secret: 'c0ffee5f1ed0e7c2b9' };

interface LabOptions {
  /** The contact center is another one, reached over its public protocol: the door of this very node. */
  readonly elsewhere?: boolean;
  /** Masking policy; the default one when absent. */
  readonly policy?: string;
  readonly environment?: Record<string, string>;
}

interface Received {
  readonly received: readonly object[];
}

/** A running product that is told values, and everything that can be seen of it from outside. */
export class CanaryLab {
  readonly #folder: string;
  readonly #databaseUrl: string;
  readonly #tap: DatabaseTap;
  /** Bodies and headers of HTTP answers. */
  readonly #answers: string[] = [];
  readonly #programAnswers: string[] = [];
  readonly #frames: { readonly name: string; readonly frames: Received; readonly forAgents: boolean }[] = [];

  private constructor(
    readonly cluster: Cluster,
    folder: string,
    databaseUrl: string,
    tap: DatabaseTap,
  ) {
    this.#folder = folder;
    this.#databaseUrl = databaseUrl;
    this.#tap = tap;
  }

  static async open(more: LabOptions = {}): Promise<CanaryLab> {
    const folder = mkdtempSync(join(tmpdir(), 'throughline-canary-'));
    const secretFile = join(folder, 'client-secret');
    writeFileSync(secretFile, CLIENT.secret, { mode: 0o600 });
    if (more.policy) writeFileSync(join(folder, 'policy.yaml'), more.policy);
    const databaseUrl = await createDatabase('canary');
    const tap = await DatabaseTap.open(databaseUrl);
    const doorPort = more.elsewhere ? await freePort() : 0;
    const cluster = await Cluster.start({
      nodes: 1,
      databaseUrl: tap.url,
      agents: 2,
      capacity: 50,
      settings: `
files: { scanner: test }
context: { fields: [{ name: note, label: Note, class: personal }] }
genesysDoor:
  deployments: [{ id: ${DEPLOYMENT}, queue: all }]
  clients: [{ id: ${CLIENT.id}, secretFile: ${secretFile} }]
  limits: { messagesPerSecond: 10000, requestsPerMinute: 100000, platformRequestsPerMinute: 100000 }
${more.elsewhere ? `contactCenter: genesys\ngenesys: { address: 'http://127.0.0.1:${doorPort}', deploymentId: ${DEPLOYMENT} }` : ''}
${more.policy ? `masking: { policy: ${join(folder, 'policy.yaml')} }` : ''}`,
      environment: {
        THROUGHLINE_LOG_LEVEL: 'debug',
        THROUGHLINE_GENESYS_PORT: String(doorPort),
        ...more.environment,
      },
    });
    return new CanaryLab(cluster, folder, databaseUrl, tap);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.cluster[Symbol.asyncDispose]();
    await this.#tap[Symbol.asyncDispose]();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #environment() {
    return { THROUGHLINE_DATABASE_URL: this.#databaseUrl, THROUGHLINE_DATA_DIR: this.cluster.dataDir };
  }

  get urls() {
    return this.cluster.node(0).urls;
  }

  /** Keeps the frames that one party gets. Whoever said something may get it back as agents do. */
  watch<Watched extends Received>(name: string, frames: Watched, forAgents = true): Watched {
    this.#frames.push({ name, frames, forAgents });
    return frames;
  }

  /** Keeps an answer and gives its status. */
  async keep(answer: Response): Promise<number> {
    this.#answers.push(JSON.stringify([...answer.headers]), await answer.text());
    return answer.status;
  }

  /** Keeps what a program of the agents' side gets to read. */
  async keepOfProgram(answer: Response): Promise<void> {
    this.#programAnswers.push(await answer.text());
  }

  async ask(url: string, init: RequestInit = {}): Promise<number> {
    return this.keep(await fetch(url, init));
  }

  /** What operators get to see of how a conversation was decided, with the facts. */
  async replay(conversationId: string): Promise<void> {
    const output = await throughline(
      this.#environment,
      'flow',
      'replay',
      conversationId,
      '--show-facts',
      '--json',
    );
    this.#programAnswers.push(output);
  }

  /** Makes every commit of a message fail, with the row that was refused in the database's words. */
  breakDatabase(): Promise<unknown> {
    return query(this.#databaseUrl, 'alter table entry add constraint broken check (seq < 0) not valid');
  }

  mendDatabase(): Promise<unknown> {
    return query(this.#databaseUrl, 'alter table entry drop constraint broken');
  }

  /** Everything that can be read now. */
  async sinks(): Promise<Sink[]> {
    return [
      { name: 'standard output and error', text: this.cluster.node(0).output },
      { name: 'metrics', text: await (await fetch(`${this.urls.operations}/metrics`)).text() },
      { name: 'HTTP answers', text: this.#answers.join('\n') },
      { name: 'database', text: await dump(this.#databaseUrl) },
      { name: 'what the database is told', text: this.#tap.text },
      { name: 'files', text: filesIn(this.cluster.dataDir) },
      { name: 'audit export', text: await throughline(this.#environment, 'audit', 'export') },
      {
        name: 'answers to programs of agents and operators',
        text: this.#programAnswers.join('\n'),
        forAgents: true,
      },
      ...this.#frames.map(({ name, frames, forAgents }) => ({
        name,
        text: frames.received.map((frame) => JSON.stringify(frame)).join('\n'),
        forAgents,
      })),
    ];
  }
}

/** Every row of every table as text, and every sealed value as the text that its bytes would be. */
async function dump(databaseUrl: string): Promise<string> {
  const tables = await query<{ name: string }>(
    databaseUrl,
    `select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public'`,
  );
  const rows = await Promise.all(tables.map(({ name }) => query(databaseUrl, `select * from ${name}`)));
  const lines: string[] = [];
  const write = (value: unknown): void => {
    if (Buffer.isBuffer(value)) lines.push(value.toString('utf8'));
    else if (value instanceof Date || typeof value !== 'object' || value === null) lines.push(String(value));
    else {
      lines.push(JSON.stringify(value));
      Object.values(value).forEach(write);
    }
  };
  rows.flat().forEach(write);
  return lines.join('\n');
}

function filesIn(folder: string): string {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names
    .map((name) => (statSync(join(folder, name)).isFile() ? readFileSync(join(folder, name), 'utf8') : name))
    .join('\n');
}

function throughline(environment: Record<string, string>, ...words: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const env = { PATH: process.env.PATH ?? '', ...environment };
    const options = { env, maxBuffer: 64 * 1024 * 1024 };
    execFile(process.execPath, [THROUGHLINE, ...words], options, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') reject(error);
      else resolve(`${stdout}\n${stderr}`);
    });
  });
}
