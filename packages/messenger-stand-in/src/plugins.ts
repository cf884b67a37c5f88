/** What subscribers get. */
export interface PluginEvent {
  readonly time: number;
  readonly publisher: string;
  readonly event: string;
  readonly data: unknown;
}

type Listener = (event: PluginEvent) => void;
export type Carry = (data: unknown) => unknown;

interface CommandCall {
  readonly data: unknown;
  resolve(value?: unknown): void;
  reject(reason?: unknown): void;
}

/** What a plug-in of the page is given. */
export interface PluginHandle {
  registerCommand(name: string, carryOut: (call: CommandCall) => void): void;
  subscribe(event: string, listener: Listener): void;
  command(name: string, data?: unknown): Promise<unknown>;
  publish(event: string, data?: unknown): void;
  ready(): void;
}

/** Events of a state, which late subscribers hear too. */
const REPLAYED = /\.(ready|started|restoring|restored)$/;

/** Commands, events and plug-ins, as `Genesys('command' | 'subscribe' | 'registerPlugin', …)` reaches them. */
export class Plugins {
  readonly #commands = new Map<string, Carry>();
  readonly #listeners = new Map<string, Listener[]>();
  readonly #past = new Map<string, PluginEvent>();

  add(name: string, carryOut: Carry): void {
    this.#commands.set(name, carryOut);
  }

  publish(name: string, data: unknown = {}): void {
    const [publisher = '', event = ''] = name.split('.');
    const told = { time: Date.now(), publisher, event, data };
    if (REPLAYED.test(name)) this.#past.set(name, told);
    for (const listener of this.#listeners.get(name) ?? []) listener(told);
  }

  subscribe(name: string, listener: Listener): void {
    this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), listener]);
    const past = this.#past.get(name);
    if (past) listener(past);
  }

  async command(name: string, data?: unknown): Promise<unknown> {
    const carryOut = this.#commands.get(name);
    if (!carryOut) throw new Error(`Command ${name} is not registered.`);
    return carryOut(data);
  }

  register(name: string, install: (plugin: PluginHandle) => void): void {
    install({
      registerCommand: (command, carryOut) =>
        this.add(
          `${name}.${command}`,
          (data) => new Promise((resolve, reject) => carryOut({ data, resolve, reject })),
        ),
      subscribe: (event, listener) => this.subscribe(event, listener),
      command: (command, data) => this.command(command, data),
      publish: (event, data) => this.publish(`${name}.${event}`, data),
      ready: () => this.publish(`${name}.ready`),
    });
  }
}
