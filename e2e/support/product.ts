import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { doorPorts } from './door-ports.js';

const MAIN = fileURLToPath(new URL('../../apps/demo-portal/dist/main.js', import.meta.url));

interface Ready {
  readonly customer: string;
  readonly agent: string;
  readonly genesys: string;
  readonly operations: string;
}

/** The product as a user starts it: a process of its own, on ports and data of its own. */
export class Product {
  readonly #dataDir: string;
  readonly #environment: Record<string, string>;
  #child: ChildProcess | null = null;
  #ready: Ready | null = null;
  #ports: Record<string, string> | null = null;
  /** Everything the process has written to standard output and error, over all its lives. */
  output = '';

  private constructor(dataDir: string, environment: Record<string, string>) {
    this.#dataDir = dataDir;
    this.#environment = environment;
  }

  static async start(environment: Record<string, string> = {}): Promise<Product> {
    const product = new Product(await mkdtemp(join(tmpdir(), 'throughline-e2e-')), environment);
    await product.launch();
    return product;
  }

  get dataDir(): string {
    return this.#dataDir;
  }

  get urls(): Ready {
    if (!this.#ready) throw new Error('The product is not running.');
    return this.#ready;
  }

  /** Starts the process again, after `kill` or `stop`, on the same data and the same ports. Returns ms to `ready`. */
  async launch(): Promise<number> {
    this.#ports ??= await doorPorts();
    const startedAt = performance.now();
    const child = spawn(process.execPath, [MAIN], {
      env: {
        PATH: process.env.PATH ?? '',
        ...this.#ports,
        THROUGHLINE_DATA_DIR: this.#dataDir,
        ...this.#environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    child.stderr?.on('data', (chunk: Buffer) => {
      this.output += chunk.toString();
    });
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    this.#ready = await new Promise<Ready>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`The product ended with ${code}:\n${this.output}`)));
      lines.on('line', (line) => {
        this.output += `${line}\n`;
        if (line.startsWith('{"event":"ready"')) resolve(JSON.parse(line) as Ready);
      });
    });
    return performance.now() - startedAt;
  }

  /** Ends the process at once, as a crash would. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Ends the process as Ctrl-C does; returns its exit code. */
  async stop(): Promise<number | null> {
    return this.#end('SIGINT');
  }

  /** Ends the process and removes its data. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    await rm(this.#dataDir, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
    return child.exitCode;
  }
}
