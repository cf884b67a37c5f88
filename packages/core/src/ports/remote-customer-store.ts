/** A conversation that the customer has at a contact center elsewhere, through another channel. */
export interface RemoteEntry {
  readonly remoteId: string;
  /** The contact center's word for the channel. */
  readonly channel: string;
  readonly at: Date;
}

/** What is known of a customer at a contact center elsewhere. */
export interface RemoteCustomer {
  /** What the customer is called there, and since when that is known; null while it is not. */
  readonly contact: { readonly id: string; readonly at: Date } | null;
  /** The latest one that was told and is not told to be over. */
  readonly entry: RemoteEntry | null;
}

/**
 * Keeps what a contact center elsewhere knows of customers; it goes with the customer. Every method is one atomic,
 * durable operation, and rejects with `CoreError('unavailable')` when the store cannot be reached.
 */
export interface RemoteCustomerStore {
  get(customerId: string): Promise<RemoteCustomer>;
  /** @param customerId of a customer whom the store has */
  keepContact(customerId: string, id: string, at: Date): Promise<void>;
  /** Replaces what was told before. @param customerId of a customer whom the store has */
  keepEntry(customerId: string, entry: RemoteEntry): Promise<void>;
  /** This one is over; another one that was told since stays. */
  endEntry(customerId: string, remoteId: string): Promise<void>;
}
