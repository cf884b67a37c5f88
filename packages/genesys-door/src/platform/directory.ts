import type { EmbeddedContactCenter } from '@throughline/contact-center';
import type { AgentPresence, Queue } from '@throughline/core';
import { stableId } from '../ids.js';
import { notFound } from './platform-error.js';

export const DIVISION = {
  id: stableId('division', 'Home'),
  name: 'Home',
  selfUri: '/api/v2/authorization/divisions/home',
};

export const WRAPUP_CODES = ['Resolved', 'Follow-up needed', 'Transferred', 'No answer'].map((name) => ({
  id: stableId('wrapup', name),
  name,
}));

/** Queues and agents by the ids that clients use: ours, or the UUIDs made of them. */
export class Directory {
  readonly #contactCenter: EmbeddedContactCenter;

  constructor(contactCenter: EmbeddedContactCenter) {
    this.#contactCenter = contactCenter;
  }

  queues(): Promise<readonly Queue[]> {
    return this.#contactCenter.queues();
  }

  /** @throws PlatformError 404 */
  async queue(id: string): Promise<Queue> {
    const found = (await this.queues()).find(
      (queue) => queue.id === id || stableId('queue', queue.id) === id,
    );
    if (!found) throw notFound('queue');
    return found;
  }

  agents(): Promise<readonly AgentPresence[]> {
    return this.#contactCenter.agents();
  }

  /** @throws PlatformError 404 */
  async agent(id: string): Promise<AgentPresence> {
    const found = (await this.agents()).find((agent) => agent.id === id || stableId('user', agent.id) === id);
    if (!found) throw notFound('user');
    return found;
  }
}

export function queueRef(queueId: string) {
  const id = stableId('queue', queueId);
  return { id, name: queueId, selfUri: `/api/v2/routing/queues/${id}` };
}

/** Where the API wants an id and its address only. */
export function bareQueueRef(queueId: string) {
  const { id, selfUri } = queueRef(queueId);
  return { id, selfUri };
}

export function userRef(agentId: string, name?: string) {
  const id = stableId('user', agentId);
  return { id, ...(name ? { name } : {}), selfUri: `/api/v2/users/${id}` };
}
