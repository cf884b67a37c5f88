import { GenesysError } from './genesys-error.js';
import { findContact } from './operations/contacts.js';
import type { PlatformClient } from './platform-client.js';

/** The external source under which Genesys knows the portal's customers. */
export interface ContactSource {
  readonly id: string;
  readonly name: string;
}

/**
 * Genesys's contacts of the portal's customers. Genesys makes them itself, by identity resolution of signed-in guests
 * (the OIDC subject becomes the external id); here they are only looked up.
 */
export class ExternalContacts {
  readonly #client: PlatformClient;
  readonly #source: ContactSource;

  constructor(client: PlatformClient, source: ContactSource) {
    this.#client = client;
    this.#source = source;
  }

  /** Null when Genesys does not know the customer. @throws GenesysError */
  async idOf(value: string): Promise<string | null> {
    try {
      const { id, name } = this.#source;
      const contact = await findContact(this.#client, {
        type: 'ExternalId',
        value,
        externalSource: { id, name },
      });
      return contact.id ?? null;
    } catch (error) {
      // 409 "identifier.entity.missing": the identifier outlived its contact.
      if (error instanceof GenesysError && ['not_found', 'conflict'].includes(error.code)) return null;
      throw error;
    }
  }
}
