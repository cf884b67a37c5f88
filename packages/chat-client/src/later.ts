/** What a chat takes once it has begun. An entry of its own, so that nobody waits for it. */
export { laterParts } from './later-parts.js';
