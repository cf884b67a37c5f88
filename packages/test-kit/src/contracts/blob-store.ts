import type { NewBlob, Store } from '@throughline/core';
import { expect, it } from 'vitest';
import { anAuditEntry, anId, someBytes } from '../builders.js';
import { daysAfter, MANY, OLD, PrivacyLab } from './privacy-lab.js';

const at = (ms: number) => new Date(Date.parse('2026-03-02T09:00:00.000Z') + ms);
const QUOTA = 1_000;

/** Registers the tests that every {@link BlobStore} passes. */
export function blobStoreContract(all: () => Store): void {
  const privacyLab = new PrivacyLab(all);
  const newCustomerId = async () => (await privacyLab.customer()).id;

  async function lab() {
    const store = all().blobs;
    const customerId = await newCustomerId();
    const { id: conversationId } = await privacyLab.ended(customerId);
    const begin = async (overrides: Partial<NewBlob> = {}) => {
      const blob: NewBlob = {
        id: anId(),
        customerId,
        uploader: { role: 'customer', id: customerId },
        previewOf: null,
        bytes: 100,
        createdAt: at(0),
        sealedFacts: someBytes(),
        ...overrides,
      };
      return { blob, begun: await store.begin(blob, QUOTA) };
    };
    const put = async (overrides: Partial<NewBlob> = {}) => {
      const { blob } = await begin(overrides);
      await store.write(blob.id, 0, someBytes());
      await store.finish(blob.id);
      return blob;
    };
    const owner = { customerId, uploader: { role: 'customer', id: customerId }, conversationId } as const;
    return { store, customerId, begin, put, owner };
  }

  it('[STORE-160] keeps a blob in pieces, and shows it once it is whole', async () => {
    const { store, begin } = await lab();
    const { blob } = await begin();
    const pieces = [someBytes(), someBytes()] as const;
    await store.write(blob.id, 0, pieces[0]);
    await store.write(blob.id, 1, pieces[1]);
    expect([await store.get(blob.id), await store.read(blob.id, 0)]).toEqual([null, null]);
    await store.finish(blob.id);
    await store.write(blob.id, 2, someBytes());
    expect(await store.get(blob.id)).toEqual({ ...blob, conversationId: null });
    const read = await Promise.all([0, 1, 2].map((index) => store.read(blob.id, index)));
    expect(read.map((piece) => piece && [...piece])).toEqual([[...pieces[0]], [...pieces[1]], null]);
    expect(await store.get(anId())).toBeNull();
  });

  it('[STORE-161] keeps a quota for each customer, whatever runs at once', async () => {
    const { begin } = await lab();
    const begun = await Promise.all(Array.from({ length: 14 }, async () => (await begin()).begun));
    expect(begun.filter(Boolean)).toHaveLength(10);
    const other = await newCustomerId();
    expect((await begin({ customerId: other })).begun).toBe(true);
  });

  it('[STORE-162] makes blobs part of a conversation with their previews, all or none', async () => {
    const { store, put, begin, owner } = await lab();
    const [first, second] = [await put(), await put()];
    const preview = await put({ previewOf: first.id });
    const { blob: unfinished } = await begin();
    const ids = [first.id, second.id];
    expect(await store.attach([...ids, unfinished.id], owner)).toBe(false);
    expect((await store.get(first.id))?.conversationId).toBeNull();
    expect(await store.attach([preview.id], owner)).toBe(false);
    expect(await store.attach(ids, owner)).toBe(true);
    expect(await store.attach(ids, owner)).toBe(true);
    for (const { id } of [first, second, preview]) {
      expect((await store.get(id))?.conversationId).toBe(owner.conversationId);
    }
    expect((await store.previewOf(first.id))?.id).toBe(preview.id);
    expect(await store.previewOf(second.id)).toBeNull();
  });

  it('[STORE-162] [T10] gives a blob to no other party, customer or conversation', async () => {
    const { store, put, owner } = await lab();
    const { id } = await put();
    const others = [
      { ...owner, customerId: await newCustomerId() },
      { ...owner, uploader: { role: 'agent', id: owner.customerId } as const },
      { ...owner, uploader: { role: 'customer', id: anId() } as const },
    ];
    for (const other of others) expect(await store.attach([id], other)).toBe(false);
    expect(await store.attach([id], owner)).toBe(true);
    const { id: conversationId } = await privacyLab.live(owner.customerId);
    expect(await store.attach([id], { ...owner, conversationId })).toBe(false);
  });

  it('[STORE-163] deletes what was never sent', async () => {
    const { store, put, owner } = await lab();
    const [sent, unsent, later] = [await put(), await put(), await put({ createdAt: at(60_000) })];
    await put({ previewOf: sent.id });
    await store.attach([sent.id], owner);
    await store.deleteUnsent(at(30_000), MANY);
    const left = async () =>
      (await Promise.all([sent, unsent, later].map(({ id }) => store.get(id)))).map((blob) => blob !== null);
    expect(await left()).toEqual([true, false, true]);
    expect(await store.read(unsent.id, 0)).toBeNull();
  });

  it('[STORE-163] is gone with its conversation, and with its customer', async () => {
    const { store, put, owner } = await lab();
    const { id } = await put();
    await store.attach([id], owner);
    await all().privacy.purge('conversations', daysAfter(10), MANY, () => anAuditEntry());
    expect(await store.get(id)).toBeNull();

    const other = await lab();
    const blob = await other.put();
    const { customerId } = other;
    const erasure = {
      id: anId(),
      kind: 'erasure',
      subject: 'sha256:1',
      customerId,
      requestedAt: OLD,
      requestedBy: 'lee',
    } as const;
    await all().privacy.request(erasure, anAuditEntry());
    await all().privacy.removeCustomer(erasure.id, OLD, () => anAuditEntry());
    expect(await store.get(blob.id)).toBeNull();
  });
}
