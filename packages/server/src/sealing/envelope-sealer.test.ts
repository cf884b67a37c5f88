import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CustomerKeys,
  KeyDestroyedError,
  type KeyEncryptionKey,
  MemoryBus,
  MemoryKeyStore,
  type WrappedKey,
} from '@throughline/core';
import { FakeClock } from '@throughline/test-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CACHED_KEYS_MS } from './data-keys.js';
import { EnvelopeSealer, type EnvelopeSealerParts } from './envelope-sealer.js';
import { openKeyFile } from './key-file.js';
import { openKeyEncryption } from './open-key-encryption.js';

let folder: string;
let keyEncryptionKey: KeyEncryptionKey;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'throughline-keys-'));
  keyEncryptionKey = await openKeyFile(join(folder, 'key-encryption.key'));
});
afterAll(() => rm(folder, { recursive: true }));

class AwayableKeyStore extends MemoryKeyStore {
  isAway = false;

  override async get(customerId: string): Promise<CustomerKeys> {
    if (this.isAway) throw new Error('away');
    return super.get(customerId);
  }
}

let keys: AwayableKeyStore;
let bus: MemoryBus;
let clock: FakeClock;
beforeEach(() => {
  keys = new AwayableKeyStore();
  bus = new MemoryBus();
  clock = new FakeClock();
});

/** A sealer of another node each. */
const aSealer = (own: Partial<EnvelopeSealerParts> = {}) =>
  new EnvelopeSealer({ keys, keyEncryptionKey, bus, clock, ...own });

describe('sealing', () => {
  it('[CONV-14] opens what it sealed, also on another node', async () => {
    const sealed = await aSealer().seal('ava', 'entry:1', 'hello – ✓');
    expect(await aSealer().open('ava', 'entry:1', sealed)).toBe('hello – ✓');
    expect(Buffer.from(sealed).includes('hello')).toBe(false);
  });

  it('[CONV-14] opens nothing for another customer, another binding, or after a change', async () => {
    const sealer = aSealer();
    const sealed = await sealer.seal('ava', 'entry:1', 'secret');
    await expect(sealer.open('ben', 'entry:1', sealed)).rejects.toThrow();
    await expect(sealer.open('ava', 'entry:2', sealed)).rejects.toThrow();
    const changed = Buffer.from(sealed);
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    await expect(sealer.open('ava', 'entry:1', changed)).rejects.toThrow();
    await expect(sealer.open('ava', 'entry:1', sealed.subarray(0, 10))).rejects.toThrow();
  });

  it('[WIRE-33] derives the same value for a customer and purpose on every node, and others for everything else', async () => {
    const derive = async (customer: string, purpose: string) => {
      const bytes = await aSealer().derive(customer, purpose);
      expect(bytes).toHaveLength(32);
      return Buffer.from(bytes).toString('hex');
    };
    const first = await derive('ava', 'draft-key');
    expect(await derive('ava', 'draft-key')).toBe(first);
    const others = [await derive('ben', 'draft-key'), await derive('ava', 'customer-tag')];
    expect(new Set([first, ...others]).size).toBe(3);
    await keys.destroy('ava');
    expect(await derive('ava', 'draft-key')).not.toBe(first);
  });

  it('uses one key per customer when many first uses race', async () => {
    const sealers = [1, 2, 3].map(() => aSealer());
    const sealed = await Promise.all(sealers.map((sealer) => sealer.seal('ava', 'b', 'x')));
    for (const value of sealed) expect(await aSealer().open('ava', 'b', value)).toBe('x');
  });

  it('tries again after the key store was away', async () => {
    keys.isAway = true;
    const sealer = aSealer();
    await expect(sealer.seal('ava', 'b', 'x')).rejects.toThrow('away');
    keys.isAway = false;
    await expect(sealer.seal('ava', 'b', 'x')).resolves.toBeInstanceOf(Uint8Array);
  });
});

describe('destroying keys', () => {
  it('[KEY-1] opens nothing on any node once the keys are destroyed, and makes none to try', async () => {
    const [here, there] = [aSealer(), aSealer()];
    const sealed = await here.seal('ava', 'b', 'secret');
    expect(await there.open('ava', 'b', sealed)).toBe('secret');

    expect(await here.destroy('ava')).toBe(1);

    for (const sealer of [here, there, aSealer()]) {
      await expect(sealer.open('ava', 'b', sealed)).rejects.toBeInstanceOf(KeyDestroyedError);
    }
    expect((await keys.get('ava')).generations).toEqual([]);
  });

  it('[KEY-1] forgets keys within a minute where no bus brings the news', async () => {
    const deaf = aSealer({ bus: new MemoryBus('this-node') });
    const sealed = await deaf.seal('ava', 'b', 'secret');
    await aSealer().destroy('ava');

    clock.advance(CACHED_KEYS_MS - 1);
    expect(await deaf.open('ava', 'b', sealed)).toBe('secret');
    clock.advance(1);
    await expect(deaf.open('ava', 'b', sealed)).rejects.toBeInstanceOf(KeyDestroyedError);
  });

  it('[KEY-1] asks the store again when messages of the bus may have been lost', async () => {
    const deaf = aSealer({ bus: new MemoryBus('this-node') });
    const lossy = new MemoryBus();
    const sealer = aSealer({ bus: lossy });
    const sealed = await sealer.seal('ava', 'b', 'secret');
    await deaf.destroy('ava');
    expect(await sealer.open('ava', 'b', sealed)).toBe('secret');

    lossy.publish({ kind: 'gap' });
    await Promise.resolve();

    await expect(sealer.open('ava', 'b', sealed)).rejects.toBeInstanceOf(KeyDestroyedError);
  });

  it('[KEY-1] keeps no key that was being read when it was destroyed', async () => {
    const [here, there] = [aSealer(), aSealer()];
    const sealed = await here.seal('ava', 'b', 'secret');
    const opening = there.open('ava', 'b', sealed).catch(() => undefined);
    await here.destroy('ava');
    await opening;

    await expect(there.open('ava', 'b', sealed)).rejects.toBeInstanceOf(KeyDestroyedError);
  });

  it('[KEY-2] seals for a customer who comes back under a new key, which opens nothing old', async () => {
    const sealer = aSealer();
    const old = await sealer.seal('ava', 'b', 'old');
    const destroyed = await sealer.destroy('ava');
    const back = await sealer.seal('ava', 'b', 'back');

    expect(await sealer.destroy('ava', destroyed)).toBe(destroyed);
    expect(await aSealer().open('ava', 'b', back)).toBe('back');
    await expect(sealer.open('ava', 'b', old)).rejects.toBeInstanceOf(KeyDestroyedError);
    expect((await keys.get('ava')).generations.map(({ generation }) => generation)).toEqual([2]);
  });

  it('[KEY-2] unwraps a key once, however often the store is asked', async () => {
    let unwraps = 0;
    const counting: KeyEncryptionKey = {
      ...keyEncryptionKey,
      unwrap: (binding, wrapped) => {
        unwraps += 1;
        return keyEncryptionKey.unwrap(binding, wrapped);
      },
    };
    const sealer = aSealer({ keyEncryptionKey: counting });
    for (let minute = 0; minute < 3; minute += 1) {
      await sealer.seal('ava', 'b', 'x');
      clock.advance(CACHED_KEYS_MS);
    }
    expect(unwraps).toBe(1);
  });
});

describe('rotating', () => {
  it('[KEY-5] seals under the new data key on every node, and opens what older ones sealed', async () => {
    const [here, there] = [aSealer(), aSealer()];
    const first = await here.seal('ava', 'b', 'first');
    const derived = await there.derive('ava', 'draft-key');

    expect(await here.renew('ava')).toBe(true);
    await Promise.resolve();
    const second = await there.seal('ava', 'b', 'second');

    // A node that has not heard of it finds the key that the value names.
    const late = aSealer({ bus: new MemoryBus('this-node') });
    for (const sealer of [here, there, late]) {
      expect(await sealer.open('ava', 'b', first)).toBe('first');
      expect(await sealer.open('ava', 'b', second)).toBe('second');
    }
    expect(await here.derive('ava', 'draft-key')).toEqual(derived);
    expect(await here.renew('nobody')).toBe(false);
    expect(await here.destroy('ava')).toBe(2);
    for (const value of [first, second]) {
      await expect(there.open('ava', 'b', value)).rejects.toBeInstanceOf(KeyDestroyedError);
    }
  });

  it('[KEY-5] opens a value of a generation that this node did not know of', async () => {
    const late = aSealer({ bus: new MemoryBus('this-node') });
    await late.seal('ava', 'b', 'first');
    const here = aSealer();
    await here.renew('ava');

    expect(await late.open('ava', 'b', await here.seal('ava', 'b', 'second'))).toBe('second');
  });

  it('[KEY-6] wraps every data key by the new key-encryption key, after which the old one is not needed', async () => {
    const [old, next] = [join(folder, 'old.key'), join(folder, 'next.key')];
    const settings = (current: string, ...previous: string[]) => ({
      current: { kind: 'file', file: current } as const,
      previous: previous.map((file) => ({ kind: 'file', file }) as const),
    });
    const open = async (current: string, ...previous: string[]) =>
      aSealer({
        keyEncryptionKey: await openKeyEncryption(settings(current, ...previous), { mayCreate: true }),
      });
    const before = await open(old);
    const sealed = await before.seal('ava', 'b', 'secret');
    await before.renew('ava');
    await before.seal('ben', 'b', 'x');
    await expect((await open(next)).open('ava', 'b', sealed)).rejects.toThrow(/keyEncryption\.previous/);

    const between = await open(next, old);
    expect(await between.open('ava', 'b', sealed)).toBe('secret');
    expect(await between.rewrap('ava')).toBe(2);
    expect(await between.rewrap('ava')).toBe(0);
    expect(await between.rewrap('nobody')).toBe(0);

    const after = await open(next);
    expect(await after.open('ava', 'b', sealed)).toBe('secret');
    await expect(after.seal('ben', 'b', 'x')).rejects.toMatchObject({ name: 'KeyEncryptionKeyError' });
    await expect((await open(old)).open('ava', 'b', sealed)).rejects.toThrow(/wrapped by file:/);
  });

  it('[KEY-4] makes no key file for what an older one should open', async () => {
    const gone = join(folder, 'gone.key');
    const previous = [{ kind: 'file', file: gone } as const];
    const current = { kind: 'file', file: join(folder, 'current.key') } as const;
    await expect(openKeyEncryption({ current, previous }, { mayCreate: true })).rejects.toThrow(/gone\.key/);
    expect(existsSync(gone)).toBe(false);
  });

  it('[KEY-4] takes the same key from a file and from the environment', async () => {
    const file = join(folder, 'moved.key');
    const inFile = await openKeyFile(file);
    const sealed = await aSealer({ keyEncryptionKey: inFile }).seal('ava', 'b', 'secret');
    const key = await readFile(file, 'utf8');
    const current = { kind: 'environment', variable: 'KEY', key } as const;
    const inEnvironment = await openKeyEncryption({ current, previous: [] }, { mayCreate: false });

    expect(await aSealer({ keyEncryptionKey: inEnvironment }).open('ava', 'b', sealed)).toBe('secret');
    const broken = { current: { ...current, key: 'short' }, previous: [] };
    await expect(openKeyEncryption(broken, { mayCreate: false })).rejects.toThrow(
      /variable KEY must hold 32 bytes/,
    );
  });
});

describe('the key file', () => {
  it('is made once, readable by its owner only, and agreed on by starts that race', async () => {
    const file = join(folder, 'raced.key');
    const [first, second] = await Promise.all([openKeyFile(file), openKeyFile(file)]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const dataKey = randomBytes(32);
    expect(await second?.unwrap('b', (await first?.wrap('b', dataKey)) as WrappedKey)).toEqual(dataKey);
  });

  it('refuses a key that was wrapped by another file, and says which is missing', async () => {
    const other = await openKeyFile(join(folder, 'other.key'));
    const wrapped = await other.wrap('b', randomBytes(32));
    await expect(keyEncryptionKey.unwrap('b', wrapped)).rejects.toThrow(wrapped.wrappedBy);
  });

  it('refuses a file that holds no key', async () => {
    const file = join(folder, 'broken.key');
    await writeFile(file, 'short');
    await expect(openKeyFile(file)).rejects.toThrow(/32 bytes/);
  });
});
