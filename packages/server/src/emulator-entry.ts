/** What `throughline emulator` needs, without the adapters and operators' tools that would slow its start. */
export { parseEnvironment } from './config/environment.js';
export { startEmulator } from './emulator.js';
export { endOnSignals } from './host.js';
