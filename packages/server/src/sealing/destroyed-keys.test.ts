import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeyDestroyedError, MemoryBus, type StoredEntry, systemClock } from '@throughline/core';
import { aContextItem, aDecision, aNewEntry, anAuditEntry, anId } from '@throughline/test-kit';
import { afterAll, expect, it } from 'vitest';
import { openDurableStore } from '../composition/durable-store.js';
import { EnvelopeSealer } from './envelope-sealer.js';
import { defaultKeyFile, openKeyFile } from './key-file.js';

const folder = mkdtempSync(join(tmpdir(), 'throughline-destroyed-'));
afterAll(() => rmSync(folder, { recursive: true }));

const dataDir = join(folder, 'data');
const SECRET = 'meet me at the harbor';

/** The database and the keys of a folder, as a node opens them. */
async function open(place: string) {
  const store = await openDurableStore({ dataDir: place });
  const keyEncryptionKey = await openKeyFile(defaultKeyFile(place));
  const sealer = new EnvelopeSealer({
    keys: store.keys,
    keyEncryptionKey,
    bus: new MemoryBus(),
    clock: systemClock,
  });
  return { store, sealer };
}

const BINDING = 'entry:1';

async function write({ store, sealer }: Awaited<ReturnType<typeof open>>) {
  const customerId = await store.sessions.customerId({
    issuer: 'https://portal.example',
    externalId: anId(),
  });
  const conversation = { id: anId(), customerId, openedAt: new Date(), previousConversationId: null };
  await store.conversations.open(conversation, aContextItem(), aDecision(conversation.id), anAuditEntry());
  const sealedBody = await sealer.seal(customerId, BINDING, SECRET);
  await store.conversations.append([aNewEntry(conversation, { sealedBody })]);
  return conversation;
}

/** Files below the folder that contain these bytes, as they are, as base64 or as hexadecimal. */
function filesWith(place: string, bytes: Uint8Array): string[] {
  const forms = [
    Buffer.from(bytes),
    ...(['base64', 'hex'] as const).map((form) => Buffer.from(Buffer.from(bytes).toString(form))),
  ];
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name))
    .filter((file) => {
      const content = readFileSync(file);
      return forms.some((form) => content.includes(form));
    });
}

it('[KEY-7] opens nothing of a customer whose keys are destroyed, with all files, an older copy of the database and the key-encryption key', async () => {
  const first = await open(dataDir);
  const [ava, ben] = [await write(first), await write(first)];
  const [wrapped] = (await first.store.keys.get(ava.customerId)).generations;
  await first.store.close();
  const backup = join(folder, 'backup');
  cpSync(join(dataDir, 'database'), join(backup, 'database'), { recursive: true });
  expect(wrapped && filesWith(dataDir, wrapped.wrapped)).toHaveLength(1);

  const second = await open(dataDir);
  expect(await second.sealer.destroy(ava.customerId)).toBe(1);
  await opensOnlyBens(second);
  expect(wrapped && filesWith(folder, wrapped.wrapped)).toEqual([]);

  // What a restore of the old database finds: the keys and the key-encryption key as they are now.
  cpSync(join(dataDir, 'keys'), join(backup, 'keys'), { recursive: true });
  await opensOnlyBens(await open(backup));

  async function opensOnlyBens({ store, sealer }: Awaited<ReturnType<typeof open>>) {
    const read = async (conversationId: string) =>
      (await store.conversations.read(conversationId, 0, 1))[0]?.sealedBody as StoredEntry['sealedBody'];
    const [ofAva, ofBen] = [await read(ava.id), await read(ben.id)];
    expect(await sealer.open(ben.customerId, BINDING, ofBen)).toBe(SECRET);
    await expect(sealer.open(ava.customerId, BINDING, ofAva)).rejects.toBeInstanceOf(KeyDestroyedError);
    // A new key of the same customer does not open it either.
    await sealer.seal(ava.customerId, BINDING, 'back again');
    await expect(sealer.open(ava.customerId, BINDING, ofAva)).rejects.toBeInstanceOf(KeyDestroyedError);
    await store.close();
  }
});
