/**
 * The global function of Genesys's Messenger JavaScript SDK (developer.genesys.cloud, "Messenger JavaScript SDK"). It is
 * replaced when the script has come, so it is looked up for each call.
 */
interface Genesys {
  (
    action: 'command',
    name: string,
    data: unknown,
    done: (value: unknown) => void,
    fail: (error: unknown) => void,
  ): void;
  (action: 'subscribe', event: string, hear: (event: { readonly data?: unknown }) => void): void;
  (action: 'registerPlugin', name: string, install: (plugin: Plugin) => void): void;
}

/** A command of our plug-in that is to be answered. */
export interface CommandCall {
  resolve(value?: unknown): void;
  reject(reason?: unknown): void;
}

export interface Plugin {
  registerCommand(name: string, carryOut: (call: CommandCall) => void): void;
  subscribe(event: string, hear: () => void): void;
  ready(): void;
}

const NAME = 'Genesys';
const page = globalThis as unknown as Record<string, unknown>;

/** Makes the function of the official snippet: it keeps calls until the script has come. */
export function prepareGenesys(environment: string, deploymentId: string): void {
  page._genesysJs = NAME;
  page[NAME] ??= Object.assign(
    function queue() {
      // biome-ignore lint/complexity/noArguments: the script reads `arguments` objects
      genesysQueue().push(arguments);
    },
    { q: [], t: Date.now(), c: { environment, deploymentId } },
  );
}

function genesysQueue(): unknown[] {
  return (page[NAME] as { readonly q: unknown[] }).q;
}

function genesys(): Genesys {
  return page[NAME] as Genesys;
}

/** Rejects when the SDK refuses, and when it says nothing for `limitMs`. */
export function command(name: string, data: unknown = {}, limitMs = 2_500): Promise<unknown> {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`${name} was not answered`)), limitMs);
    genesys()('command', name, data, resolve, reject);
  });
}

export function subscribe(event: string, hear: () => void): void {
  genesys()('subscribe', event, hear);
}

export function registerPlugin(name: string, install: (plugin: Plugin) => void): void {
  genesys()('registerPlugin', name, install);
}

/** Fulfils with the first of these events; one of a state that has passed counts. */
export function once(event: string): Promise<void> {
  return new Promise((resolve) => subscribe(event, resolve));
}
