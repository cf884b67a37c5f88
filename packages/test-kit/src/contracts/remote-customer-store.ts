import type { Store } from '@throughline/core';
import { expect, it } from 'vitest';
import { anId } from '../builders.js';

const NOW = new Date('2026-03-02T09:00:00.000Z');

/** Registers the tests that every {@link RemoteCustomerStore} passes, on a store of which it is a part. */
export function remoteCustomerStoreContract(store: () => Store): void {
  it('[STORE-182] keeps what is known of a customer elsewhere, each part by itself', async () => {
    const { remoteCustomers, sessions } = store();
    const id = await sessions.customerId({ issuer: 'https://portal.example', externalId: anId() });
    expect(await remoteCustomers.get(id)).toEqual({ contact: null, entry: null });
    const entry = { remoteId: anId(), channel: 'whatsapp', at: NOW };
    await remoteCustomers.keepEntry(id, { ...entry, remoteId: anId() });
    await remoteCustomers.keepEntry(id, entry);
    await remoteCustomers.keepContact(id, 'contact-1', NOW);
    await remoteCustomers.endEntry(id, anId());
    expect(await remoteCustomers.get(id)).toEqual({ contact: { id: 'contact-1', at: NOW }, entry });
    await remoteCustomers.endEntry(id, entry.remoteId);
    expect(await remoteCustomers.get(id)).toEqual({ contact: { id: 'contact-1', at: NOW }, entry: null });
    expect(await remoteCustomers.get(anId())).toEqual({ contact: null, entry: null });
  });
}
