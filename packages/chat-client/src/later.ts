/** What a chat takes once it has begun. An entry of its own, so that nobody waits for it. */

export { EitherSocket, type Way } from './either-socket.js';
export { HttpSocket } from './http-socket.js';
export { laterParts } from './later-parts.js';
