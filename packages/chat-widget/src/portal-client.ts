import { type ChatClient, createChatClient, createPortalSignIn, openSocket } from '@throughline/chat-client';
import { CUSTOMER_PATHS } from '@throughline/protocol';
import { createBrowserTabs } from './browser-tabs.js';
import type { ClientSettings } from './settings.js';
import { tabStorage } from './tab-storage.js';

/** The client of a customer whom the portal vouches for. */
export function createPortalClient({ basePath, assertionUrl }: ClientSettings): ChatClient {
  const socketUrl = new URL(basePath + CUSTOMER_PATHS.socket, location.href);
  return createChatClient({
    signIn: createPortalSignIn({ basePath, assertionUrl }),
    connect: () => openSocket(socketUrl),
    tabs: createBrowserTabs(),
    storage: tabStorage(),
  });
}
