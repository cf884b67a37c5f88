import type { Clock } from '@throughline/core';
import { GenesysError } from './genesys-error.js';
import { findContact } from './operations/contacts.js';
import type { PlatformClient } from './platform-client.js';

/** The external source under which Genesys knows the portal's customers. */
export interface ContactSource {
  readonly id: string;
  readonly name: string;
}

const KEPT_MS = 5 * 60_000;
const MOST_KEPT = 10_000;

/**
 * Genesys's contacts of the portal's customers. Genesys makes them itself, by identity resolution of signed-in guests
 * (the OIDC subject becomes the external id); here they are only looked up.
 */
export class ExternalContacts {
  readonly #client: PlatformClient;
  readonly #clock: Clock;
  readonly #source: ContactSource;
  readonly #kept = new Map<string, { readonly id: string; readonly until: number }>();

  constructor(client: PlatformClient, clock: Clock, source: ContactSource) {
    this.#client = client;
    this.#clock = clock;
    this.#source = source;
  }

  /** Null when Genesys does not know the customer. @throws GenesysError */
  async idOf(externalId: string): Promise<string | null> {
    const now = this.#clock.now().getTime();
    const kept = this.#kept.get(externalId);
    if (kept && kept.until > now) return kept.id;
    const id = await this.#lookUp(externalId);
    this.#kept.delete(externalId);
    // A contact may be made at any moment, so that its absence is not kept.
    if (id !== null) this.#kept.set(externalId, { id, until: now + KEPT_MS });
    if (this.#kept.size > MOST_KEPT) this.#kept.delete(this.#kept.keys().next().value ?? '');
    return id;
  }

  /** The customer is to be looked up anew, as after an erasure. */
  forget(externalId: string): void {
    this.#kept.delete(externalId);
  }

  async #lookUp(value: string): Promise<string | null> {
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
