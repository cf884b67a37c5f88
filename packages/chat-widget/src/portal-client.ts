import type { ChatClient } from '@throughline/chat-client';
import type { ClientSettings } from './settings.js';

export function createPortalClient(_settings: ClientSettings): ChatClient {
  throw new Error('not wired');
}
