import type { Clock, FlowStore, Flows } from '@throughline/core';
import {
  type Flow,
  type FlowWorld,
  lintFlow,
  mergeResources,
  parseFlow,
  parseResources,
  type Resources,
} from '@throughline/flow';
import type { Logger } from '../observability/logger.js';

export interface FlowLibraryOptions {
  readonly store: FlowStore;
  readonly clock: Clock;
  readonly logger: Logger;
  /** What exists around the flows. */
  readonly world: FlowWorld;
}

/** A flow as it is written. */
export interface FlowFile {
  readonly name: string;
  readonly source: string;
  /** Texts of the files of resources that it is read with; none when absent. */
  readonly resources?: readonly string[];
}

/** Versions parsed and kept in memory: those that running conversations are on. */
const KEPT_VERSIONS = 50;

/**
 * The installation's flow: the version in force, and every earlier one that conversations are still on. A version that
 * cannot be used never replaces one that can.
 */
export class FlowLibrary implements Flows {
  readonly #options: FlowLibraryOptions;
  readonly #name: string;
  readonly #versions = new Map<string, Flow>();
  #current: Flow;
  /** A version that was put in force and cannot be used here; told once. */
  #unusable: string | null = null;

  private constructor(options: FlowLibraryOptions, name: string, current: Flow) {
    this.#options = options;
    this.#name = name;
    this.#current = current;
  }

  /**
   * Keeps the file's version and puts it in force, unless an operator has put another one in force since.
   * @throws Error naming what is wrong with the file
   */
  static async open(
    { name, source, resources = [] }: FlowFile,
    options: FlowLibraryOptions,
  ): Promise<FlowLibrary> {
    const { store, clock, logger, world } = options;
    const flow = readFlow({ name, source, resources }, world);
    const at = clock.now();
    await store.add({ name, version: flow.version, source, resources, addedAt: at });
    const [active] = await store.activations(name, 1);
    if (active?.by === 'operator' && active.version !== flow.version) {
      logger.warn(
        { flow: name, inForce: active.version, file: flow.version },
        'the flow in force was put there by an operator; the file of the configuration is not used',
      );
    } else {
      await store.activate(
        name,
        { version: flow.version, at, by: 'file' },
        {
          at,
          action: 'flow.activated',
          actor: { kind: 'system', id: 'configuration' },
          details: { flow: name, version: flow.version },
        },
      );
    }
    const library = new FlowLibrary(options, name, flow);
    library.#keep(flow);
    await library.refresh();
    return library;
  }

  get current(): Flow {
    return this.#current;
  }

  async version(name: string, version: string): Promise<Flow | null> {
    if (name !== this.#name) return null;
    const known = this.#versions.get(version);
    if (known) return known;
    const flow = await readKeptFlow(this.#options.store, name, version);
    if (flow) this.#keep(flow);
    return flow;
  }

  /** Takes up what was put in force elsewhere. */
  async refresh(): Promise<void> {
    const [active] = await this.#options.store.activations(this.#name, 1);
    if (!active || active.version === this.#current.version || active.version === this.#unusable) return;
    const flow = await this.version(this.#name, active.version);
    const errors = flow ? errorsOf(flow, this.#options.world) : ['it cannot be read'];
    if (flow && errors.length === 0) {
      this.#current = flow;
      return;
    }
    this.#unusable = active.version;
    this.#options.logger.error(
      { flow: this.#name, version: active.version, inForce: this.#current.version },
      'the flow that was put in force cannot be used on this node; the one before stays',
    );
  }

  #keep(flow: Flow): void {
    this.#versions.set(flow.version, flow);
    if (this.#versions.size > KEPT_VERSIONS) this.#versions.delete(this.#versions.keys().next().value ?? '');
  }
}

/** Null when the version is not kept, or was written for a release that reads flows differently. */
export async function readKeptFlow(store: FlowStore, name: string, version: string): Promise<Flow | null> {
  const kept = await store.get(name, version);
  if (!kept) return null;
  try {
    return parse(kept);
  } catch {
    return null;
  }
}

/**
 * Reads a flow and checks it against what exists around it.
 * @throws FlowError when it cannot be read, Error naming every mistake when it can and must not be used
 */
export function readFlow({ name, source, resources = [] }: FlowFile, world: FlowWorld): Flow {
  const flow = parse({ name, source, resources });
  const shared = mergeResources(resources.map((text) => parseResources(text)));
  const errors = errorsOf(flow, merge(world, shared));
  if (errors.length === 0) return flow;
  throw new Error(`The flow ${name} cannot be used:\n${errors.map((message) => `  ${message}`).join('\n')}`);
}

function parse({ name, source, resources = [] }: FlowFile): Flow {
  const { schedules, flows } = mergeResources(resources.map((text) => parseResources(text)));
  return parseFlow(source, { name, schedules, flows });
}

/** Queues are those of the contact center; files can only add skills and hosts that flows may name. */
function merge(world: FlowWorld, { skills, hosts }: Resources): FlowWorld {
  const both = (own: readonly string[] | undefined, further: readonly string[] | undefined) =>
    own || further ? [...(own ?? []), ...(further ?? [])] : undefined;
  const all = { skills: both(world.skills, skills), hosts: both(world.hosts, hosts) };
  return {
    ...world,
    ...(all.skills ? { skills: all.skills } : {}),
    ...(all.hosts ? { hosts: all.hosts } : {}),
  };
}

function errorsOf(flow: Flow, world: FlowWorld): string[] {
  return lintFlow(flow, world)
    .filter(({ severity }) => severity === 'error')
    .map(({ message }) => message);
}
