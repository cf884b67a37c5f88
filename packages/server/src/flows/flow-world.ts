import type { FlowWorld } from '@throughline/flow';
import type { ServerOptions } from '../config/options.js';

/** What flows can name on this installation. */
export function flowWorld({
  queues,
  agents,
  lookupHosts = [],
}: Pick<ServerOptions, 'queues' | 'agents' | 'lookupHosts'>): FlowWorld {
  return {
    queues: queues.map(({ id }) => id),
    hosts: lookupHosts.map(({ host }) => host),
    skills: [...new Set(agents.flatMap(({ skills = [] }) => skills))],
  };
}
