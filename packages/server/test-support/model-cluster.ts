import type { Agent, BusMessage } from '@throughline/core';
import { type Arrival, ModelNode } from './model-node.js';
import { ModelStore } from './model-store.js';
import type { VirtualTime, Wire } from './scripted-network.js';

const QUEUE = { id: 'all', displayName: 'All' };

/** Everything but the network: nodes with the product's own hub and connections over one store and one bus. */
export class ModelCluster {
  readonly store: ModelStore;
  readonly #nodes: ModelNode[];
  #busWorks = true;

  constructor(time: VirtualTime, newId: () => string, nodes: number, agents: readonly string[] = []) {
    this.store = new ModelStore(time.now);
    void this.store.interactions.configure([QUEUE], agents.map(toAgent));
    this.#nodes = Array.from({ length: nodes }, () => new ModelNode(this, time, newId));
  }

  get busWorks(): boolean {
    return this.#busWorks;
  }

  /** While it does not work, nodes hear only themselves; afterwards, that they may have missed something. */
  set busWorks(works: boolean) {
    const isBack = works && !this.#busWorks;
    this.#busWorks = works;
    if (isBack) for (const node of this.#nodes) node.hear({ kind: 'gap' });
  }

  accept(wire: Arrival, node: number): void {
    this.#node(node).accept(wire);
  }

  acceptDesk(wire: Wire, agentId: string, node: number): void {
    void this.#node(node).acceptDesk(wire, agentId);
  }

  /** The node dies and is there again at once: its connections and what it had not committed are gone. */
  restart(node: number): void {
    this.#node(node).restart();
  }

  publish(message: BusMessage, from: ModelNode): void {
    for (const node of this.#nodes) if (this.#busWorks || node === from) node.hear(message);
  }

  #node(index: number): ModelNode {
    const node = this.#nodes[index % this.#nodes.length];
    if (!node) throw new RangeError('A cluster has at least one node.');
    return node;
  }
}

function toAgent(id: string): Agent {
  return { id, displayName: id, role: 'agent', capacity: 1, queueIds: [QUEUE.id] };
}
