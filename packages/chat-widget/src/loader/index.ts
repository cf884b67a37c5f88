/** The launcher and the card without a chat of ours behind them: whoever imports this brings the chat. */
export type { Core, CoreWidget, LoaderParts } from './core-contract.js';
export { ThroughlineChat } from './element.js';
