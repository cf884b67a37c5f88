import { CustomerCommands } from './customer-commands.js';
import { Keepsake } from './keepsake.js';
import { Renewal } from './renewal.js';
import { Signals } from './signals.js';

/** What a conversation can begin without: see `ChatClient.complete`. */
export const laterParts = { CustomerCommands, Keepsake, Renewal, Signals };

export type LaterParts = typeof laterParts;
