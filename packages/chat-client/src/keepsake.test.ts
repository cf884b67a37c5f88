import { describe, expect, it } from 'vitest';
import { settle } from '../test-support/manual-time.js';
import { Keepsake } from './keepsake.js';
import type { Kept, TabStorage } from './kept.js';

const keyOf = (byte: number) => Buffer.alloc(32, byte).toString('base64url');
const AVA = { lifetimeMs: 1_000, customerTag: 'tag-of-ava', draftKey: keyOf(250) };
const BEN = { lifetimeMs: 1_000, customerTag: 'tag-of-ben', draftKey: keyOf(2) };
const KEPT: Kept = {
  draft: 'my PIN is 4711 – ✓',
  conversationId: 'c',
  messages: [
    { id: '1', text: 'über "alles"', createdAt: 1, status: 'waiting', error: null, conversationId: 'c' },
    { id: '2', text: 'b', createdAt: 2, status: 'failed', error: 'internal', conversationId: null },
  ],
};
const NOTHING: Kept = { draft: '', conversationId: null, messages: [] };

class MapStorage implements TabStorage {
  readonly items = new Map<string, string>();
  getItem = (key: string) => this.items.get(key) ?? null;
  setItem = (key: string, value: string) => void this.items.set(key, value);
  removeItem = (key: string) => void this.items.delete(key);
}

/** Until encryption, which runs on other threads, has settled. */
async function written(storage: MapStorage, before: string | undefined): Promise<string> {
  for (;;) {
    const [now] = storage.items.values();
    if (now !== undefined && now !== before) return now;
    await settle();
  }
}

/** A tab in which Ava has left something. */
async function leftByAva() {
  const storage = new MapStorage();
  const page = new Keepsake(storage);
  expect(page.open(AVA)).toBeNull();
  page.save(KEPT);
  return { storage, page, sealed: await written(storage, undefined) };
}

describe('what a tab keeps', () => {
  it('[CLIENT-10] [T5] is ciphertext, another one each time, and comes back to the same customer', async () => {
    const { storage, page, sealed } = await leftByAva();
    for (const plain of ['4711', 'alles', 'internal', AVA.draftKey]) {
      expect(sealed).not.toContain(plain);
      expect(atob(sealed.split('.')[1] ?? '')).not.toContain(plain);
    }
    page.save(KEPT);
    expect(await written(storage, sealed)).not.toBe(sealed);
    expect(await new Keepsake(storage).open(AVA)).toEqual(KEPT);
  });

  it('[CLIENT-10] is what was written last, however fast it was written', async () => {
    const { storage, page, sealed } = await leftByAva();
    for (let count = 1; count <= 100; count += 1) page.save({ ...KEPT, draft: 'x'.repeat(count) });
    let last = await written(storage, sealed);
    for (let kept = await new Keepsake(storage).open(AVA); kept?.draft.length !== 100; ) {
      last = await written(storage, last);
      kept = await new Keepsake(storage).open(AVA);
    }
  });

  it('[CLIENT-11] [T4] is wiped when another customer signs in, before anything else', async () => {
    const { storage } = await leftByAva();
    expect(new Keepsake(storage).open(BEN)).toBeNull();
    expect(storage.items.size).toBe(0);
  });

  it('[CLIENT-11] [T4] never comes late from the customer before', async () => {
    const { storage, page } = await leftByAva();
    page.save({ ...KEPT, draft: 'still being encrypted when Ben signs in' });
    page.open(BEN);
    for (let turn = 0; turn < 50; turn += 1) await settle();
    expect(storage.items.size).toBe(0);
  });

  it.each([
    ['with another key', { ...AVA, draftKey: keyOf(3) }, (text: string) => text],
    ['that was changed', AVA, (text: string) => `${text.slice(0, -5)}AAAA=`],
    ['that is cut', AVA, (text: string) => text.slice(0, 24)],
    ['that is no base64', AVA, () => 'tag-of-ava.§§§'],
  ])('[CLIENT-10] is wiped when it cannot be read: one %s', async (_case, session, change) => {
    const { storage, sealed } = await leftByAva();
    storage.setItem('throughline-kept', change(sealed));
    expect(await new Keepsake(storage).open(session)).toBeNull();
    expect(storage.items.size).toBe(0);
  });

  it('[CLIENT-10] is nothing when there is nothing to keep', async () => {
    const { storage, page } = await leftByAva();
    page.save(NOTHING);
    while (storage.items.size > 0) await settle();
    expect(new Keepsake(storage).open(AVA)).toBeNull();
  });

  it('[CLIENT-10] is nothing, without a failure, where storage is switched off, full, or absent', async () => {
    const refuse = () => {
      throw new DOMException('no', 'SecurityError');
    };
    const full = new MapStorage();
    full.setItem = refuse;
    for (const storage of [null, full, { getItem: refuse, setItem: refuse, removeItem: refuse }]) {
      const page = new Keepsake(storage);
      expect(page.open(AVA)).toBeNull();
      page.save(KEPT);
      page.save(NOTHING);
      for (let turn = 0; turn < 50; turn += 1) await settle();
    }
    expect(full.items.size).toBe(0);
  });

  it('[CLIENT-10] is nothing, without a failure, where there is no WebCrypto', async () => {
    const { storage } = await leftByAva();
    const real = Object.getOwnPropertyDescriptor(globalThis, 'crypto');
    Object.defineProperty(globalThis, 'crypto', { value: {}, configurable: true });
    try {
      const page = new Keepsake(storage);
      expect(await page.open(AVA)).toBeNull();
      page.save(KEPT);
      for (let turn = 0; turn < 50; turn += 1) await settle();
    } finally {
      if (real) Object.defineProperty(globalThis, 'crypto', real);
    }
  });
});
