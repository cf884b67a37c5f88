import { tagConversation } from './operations/conversations.js';
import type { PlatformClient } from './platform-client.js';

export interface ExternalTagsOptions {
  readonly client: PlatformClient;
  /** Told about what was not tagged; never with content. */
  readonly onFailure: (error: unknown, what: string) => void;
}

/** Puts our conversation id on Genesys's conversations as external tag. Nobody waits for it, and it is not tried again. */
export class ExternalTags {
  readonly #options: ExternalTagsOptions;

  constructor(options: ExternalTagsOptions) {
    this.#options = options;
  }

  async set(remoteId: string, conversationId: string): Promise<void> {
    const { client, onFailure } = this.#options;
    await tagConversation(client, remoteId, { externalTag: conversationId }).catch((error: unknown) =>
      onFailure(error, 'the external tag of a conversation'),
    );
  }
}
