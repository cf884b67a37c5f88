export type { ChatClient, ChatSnapshot, ConnectionState, PendingMessage } from './chat-snapshot.js';
