import type { FlowWorld } from '@throughline/flow';
import type { ServerOptions } from '../config/options.js';

/** What flows can name on this installation. */
export function flowWorld({ queues, agents }: Pick<ServerOptions, 'queues' | 'agents'>): FlowWorld {
  return {
    queues: queues.map(({ id }) => id),
    skills: [...new Set(agents.flatMap(({ skills = [] }) => skills))],
  };
}
