import type { AuditEntry } from '../model/audit.js';
import type { FlowActivation, FlowStore, FlowVersion } from '../ports/flow-store.js';

/** Versions of flows in memory, for one process; what the port promises, but for surviving it. */
export class MemoryFlowStore implements FlowStore {
  readonly #versions: FlowVersion[] = [];
  readonly #activations = new Map<string, readonly FlowActivation[]>();
  readonly #record: (entry: AuditEntry) => void;

  constructor(record: (entry: AuditEntry) => void) {
    this.#record = record;
  }

  async add(flow: FlowVersion): Promise<void> {
    if (!(await this.get(flow.name, flow.version))) this.#versions.push(flow);
  }

  async get(name: string, version: string): Promise<FlowVersion | null> {
    return this.#versions.find((flow) => flow.name === name && flow.version === version) ?? null;
  }

  async activate(name: string, activation: FlowActivation, audit: AuditEntry): Promise<boolean> {
    const known = this.#activations.get(name) ?? [];
    const isKept = this.#versions.some((flow) => flow.name === name && flow.version === activation.version);
    if (!isKept || known[0]?.version === activation.version) return false;
    this.#activations.set(name, [activation, ...known]);
    this.#record(audit);
    return true;
  }

  async activations(name: string, limit: number): Promise<readonly FlowActivation[]> {
    return (this.#activations.get(name) ?? []).slice(0, limit);
  }
}
