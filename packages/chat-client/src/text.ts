/** Formatted text. An entry of its own, so that a chat of plain messages does not load it. */
export { type Block, type Inline, parseText } from './formatted-text.js';
