export { type Load, parseLoad } from './load.js';
export { simulate } from './simulate.js';
export type { QueueSummary, SimulationReport, WaitSummary } from './tally.js';
