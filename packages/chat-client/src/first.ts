/** What a chat begins with. An entry of its own, so that it comes before the rest: see `later.ts`. */
export { createFirstChatClient } from './chat-client.js';
export { createPortalSignIn } from './portal-sign-in.js';
export { openSocket } from './socket-like.js';
