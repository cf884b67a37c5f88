/** The launcher and the card without a chat of ours behind them: whoever imports this brings the chat. */
export type { CoreWidget, LoaderParts, StartChat } from './core-contract.js';
export { ThroughlineChat } from './element.js';
