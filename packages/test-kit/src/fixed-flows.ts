import type { Flows } from '@throughline/core';

/** One flow that is always in force. */
export function fixedFlows(current: Flows['current']): Flows {
  return { current, version: async (_name, version) => (version === current.version ? current : null) };
}
