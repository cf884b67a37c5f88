import type { ChatClient } from '@throughline/chat-client';
import { createFirstChatClient, createPortalSignIn, openSocket } from '@throughline/chat-client/first';
import { BROWSER_PATHS } from '@throughline/protocol';
import { later } from './fetch-later.js';
import type { ClientSettings } from './settings.js';
import { tabStorage } from './tab-storage.js';

/** The client of a customer whom the portal vouches for, to be completed. */
export function createPortalClient({ basePath, assertionUrl }: ClientSettings): ChatClient {
  const socketUrl = new URL(basePath + BROWSER_PATHS.socket, location.href);
  return createFirstChatClient({
    signIn: createPortalSignIn({ basePath, assertionUrl }),
    connect: () => later?.reach(socketUrl, openSocket) ?? openSocket(socketUrl),
    storage: tabStorage(),
  });
}
