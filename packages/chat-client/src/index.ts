export type {
  ChatSnapshot,
  ConnectionState,
  KnownCustomer,
  PendingMessage,
  WayTaken,
} from './chat-snapshot.js';
export type { ChatClient } from './client-interface.js';
export type { CustomerClientOptions } from './client-options.js';
export { CommandError } from './command-error.js';
export { createChatClient } from './complete-client.js';
export type { TabStorage } from './kept.js';
export { createPortalSignIn, type PortalSignInOptions } from './portal-sign-in.js';
export { SignInError, type SignInFailure } from './sign-in-error.js';
export { openSocket, type SocketLike } from './socket-like.js';
export type { Tabs } from './tabs.js';
