import { createFirstChatClient } from './chat-client.js';
import type { ChatClient } from './client-interface.js';
import type { CustomerClientOptions } from './client-options.js';
import { laterParts } from './later-parts.js';
import type { Tabs } from './tabs.js';

/** The headless client of one customer in one tab. It does nothing until `start`. */
export function createChatClient(options: CustomerClientOptions & { readonly tabs?: Tabs }): ChatClient {
  const client = createFirstChatClient(options);
  client.complete(laterParts, options.tabs);
  return client;
}
