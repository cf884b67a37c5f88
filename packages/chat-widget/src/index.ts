import { defineThroughlineChat as define } from './loader/element.js';

export type { EscalateOptions } from './loader/core-contract.js';
export { TAG_NAME, ThroughlineChat } from './loader/element.js';

/** Registers `<throughline-chat>`; safe to call again. The chat itself becomes a chunk of the portal's bundle. */
export function defineThroughlineChat(): void {
  define(async (_attempt, host) => (await import('./core.js')).prepare(host));
}
