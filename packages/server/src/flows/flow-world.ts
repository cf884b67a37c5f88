import type { Agent, Queue } from '@throughline/core';
import type { FlowWorld } from '@throughline/flow';
import type { LookupHost } from './http-lookups.js';

export interface FlowSurroundings {
  readonly queues: readonly Pick<Queue, 'id'>[];
  readonly agents: readonly Pick<Agent, 'skills'>[];
  readonly lookupHosts?: readonly Pick<LookupHost, 'host'>[];
}

/** What flows can name on this installation. */
export function flowWorld({ queues, agents, lookupHosts = [] }: FlowSurroundings): FlowWorld {
  return {
    queues: queues.map(({ id }) => id),
    hosts: lookupHosts.map(({ host }) => host),
    skills: [...new Set(agents.flatMap(({ skills = [] }) => skills))],
  };
}
