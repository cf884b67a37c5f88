import type { RemoteCustomer, RemoteCustomerStore, RemoteEntry } from '../ports/remote-customer-store.js';

const UNKNOWN: RemoteCustomer = { contact: null, entry: null };

/** What is known of customers elsewhere, in memory of one process. */
export class MemoryRemoteCustomerStore implements RemoteCustomerStore {
  readonly #customers = new Map<string, RemoteCustomer>();

  async get(customerId: string): Promise<RemoteCustomer> {
    return this.#customers.get(customerId) ?? UNKNOWN;
  }

  async keepContact(customerId: string, id: string, at: Date): Promise<void> {
    this.#customers.set(customerId, { ...(await this.get(customerId)), contact: { id, at } });
  }

  async keepEntry(customerId: string, entry: RemoteEntry): Promise<void> {
    this.#customers.set(customerId, { ...(await this.get(customerId)), entry });
  }

  async endEntry(customerId: string, remoteId: string): Promise<void> {
    const known = await this.get(customerId);
    if (known.entry?.remoteId === remoteId) this.#customers.set(customerId, { ...known, entry: null });
  }

  /** Returns how many rows it were. */
  removeOf(customerId: string): number {
    return this.#customers.delete(customerId) ? 1 : 0;
  }
}
