export type { ConnectionState, PendingMessage } from './chat-snapshot.js';
export type { ClientOptions } from './client-options.js';
export { CommandError } from './command-error.js';
export { createDeskClient } from './desk-client.js';
export type {
  CommandErrorShape,
  DeskClient,
  DeskSnapshot,
  DeskTranscript,
  Revealed,
  RevealRequest,
} from './desk-snapshot.js';
export { SignInError, type SignInFailure } from './sign-in-error.js';
export { openSocket, type SocketLike } from './socket-like.js';
