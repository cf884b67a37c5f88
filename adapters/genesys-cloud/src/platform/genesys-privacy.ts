import type {
  ContactCenterData,
  ContactCenterErasure,
  CustomerDataAnswer,
  CustomerDataRequest,
} from '@throughline/core';
import type { ExternalContacts } from './external-contacts.js';
import { GenesysError } from './genesys-error.js';
import { createPrivacyRequest, getPrivacyRequest, type PrivacyRequest } from './operations/privacy.js';
import type { PlatformClient } from './platform-client.js';

export interface GenesysPrivacyOptions {
  /** Of an OAuth client of its own, whose role has `gdpr:request:add`, `gdpr:request:view` and nothing else. */
  readonly client: PlatformClient;
  /** Null when customers are known to Genesys by their external id alone. */
  readonly contacts: ExternalContacts | null;
}

type Kind = 'GDPR_EXPORT' | 'GDPR_DELETE';

/**
 * Export and erasure of what Genesys keeps of a customer, by its requests for them. Genesys takes its time (from
 * minutes to days), so that each call only looks how the request stands; its id is the reference.
 */
export class GenesysPrivacy {
  readonly #options: GenesysPrivacyOptions;

  constructor(options: GenesysPrivacyOptions) {
    this.#options = options;
  }

  /** Links to the files that Genesys has made; they need Genesys's own sign-in or end after some time. */
  async exportCustomer(request: CustomerDataRequest): Promise<CustomerDataAnswer<ContactCenterData>> {
    const found = await this.#advance('GDPR_EXPORT', request);
    if (!isOver(found)) return { state: 'pending', reference: found.id };
    const { id, resultsUrl, resultsUrls = resultsUrl ? [resultsUrl] : [] } = found;
    return { state: 'done', reference: id, result: { genesysExports: [{ requestId: id, resultsUrls }] } };
  }

  async eraseCustomer(request: CustomerDataRequest): Promise<CustomerDataAnswer<ContactCenterErasure>> {
    const found = await this.#advance('GDPR_DELETE', request);
    if (!isOver(found)) return { state: 'pending', reference: found.id };
    return { state: 'done', reference: found.id, result: { genesysRequests: 1 } };
  }

  async #advance(kind: Kind, { reference, customer }: CustomerDataRequest): Promise<Known> {
    const known = reference === null ? null : await this.#read(reference);
    // One that has failed, or that Genesys does not know any more, is made anew.
    return known ?? (await this.#open(kind, customer.externalId));
  }

  async #read(id: string): Promise<Known | null> {
    try {
      const request = await getPrivacyRequest(this.#options.client, id);
      return request.status === 'ERROR' ? null : withId(request, id);
    } catch (error) {
      if (error instanceof GenesysError && error.code === 'not_found') return null;
      throw error;
    }
  }

  async #open(kind: Kind, externalId: string): Promise<Known> {
    const { client, contacts } = this.#options;
    const externalContactId = (await contacts?.idOf(externalId)) ?? null;
    const request = await createPrivacyRequest(client, {
      requestType: kind,
      subject: { externalId, ...(externalContactId === null ? {} : { externalContactId }) },
    });
    return withId(request, request.id ?? '');
  }
}

type Known = PrivacyRequest & { readonly id: string };

function withId(request: PrivacyRequest, id: string): Known {
  return { ...request, id };
}

function isOver({ status }: PrivacyRequest): boolean {
  return status === 'COMPLETED';
}
