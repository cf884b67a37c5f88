import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeyDestroyedError, MemoryBus, systemClock } from '@throughline/core';
import { openPostgresStore } from '@throughline/store-postgres';
import { aContextItem, aDecision, aNewEntry, anAuditEntry, anId } from '@throughline/test-kit';
import { expect, it } from 'vitest';
import { DirectoryKeyStore } from '../sealing/directory-key-store.js';
import { EnvelopeSealer } from '../sealing/envelope-sealer.js';
import { openKeyFile } from '../sealing/key-file.js';

const server = process.env.THROUGHLINE_TEST_DATABASE_URL ?? '';
const SECRET = 'meet me at the harbor';

function run(program: 'psql' | 'pg_dump', url: string, ...words: string[]): Buffer {
  const versions = '/usr/lib/postgresql';
  const newest = readdirSync(versions).toSorted().at(-1) ?? '';
  return execFileSync(join(versions, newest, 'bin', program), [url, ...words], { maxBuffer: 1e9 });
}

/** Everything below the folder that can be read: the server may remove files meanwhile. */
function contentsOf(folder: string): Buffer[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .flatMap((each) => {
      try {
        return [readFileSync(join(each.parentPath, each.name))];
      } catch {
        return [];
      }
    });
}

const has = (contents: readonly Buffer[], bytes: Uint8Array) =>
  contents.some((content) =>
    (['latin1', 'hex', 'base64'] as const).some((form) =>
      content.includes(Buffer.from(Buffer.from(bytes).toString(form), form === 'latin1' ? form : 'ascii')),
    ),
  );

it.skipIf(server === '')(
  '[PRIV-11] leaves nothing that opens in data files, log and an older dump of a PostgreSQL server, with the key-encryption key',
  async () => {
    // Of its own: where keys are apart, a database refuses to keep any.
    const name = `erased_copies_${process.pid}`;
    run('psql', server, '-c', `create database ${name}`);
    const url = Object.assign(new URL(server), { pathname: `/${name}` }).href;
    const folder = mkdtempSync(join(tmpdir(), 'throughline-erased-'));
    const keys = new DirectoryKeyStore(join(folder, 'keys'));
    const store = await openPostgresStore({ url, keys });
    const keyEncryptionKey = await openKeyFile(join(folder, 'key-encryption.key'));
    const sealer = new EnvelopeSealer({ keys, keyEncryptionKey, bus: new MemoryBus(), clock: systemClock });
    try {
      const identity = { issuer: 'https://portal.example', externalId: anId() };
      const customerId = await store.sessions.customerId(identity);
      const conversation = { id: anId(), customerId, openedAt: new Date(), previousConversationId: null };
      const decision = aDecision(conversation.id);
      await store.conversations.open(conversation, aContextItem(), decision, anAuditEntry());
      const sealedBody = await sealer.seal(customerId, 'entry:1', SECRET);
      await store.conversations.append([aNewEntry(conversation, { sealedBody })]);
      const wrapped = (await keys.get(customerId)).generations[0]?.wrapped ?? new Uint8Array();
      const backup = run('pg_dump', url);

      const id = anId();
      const asked = { id, customerId, subject: null, requestedAt: new Date(), requestedBy: 'lee' };
      await store.privacy.request({ ...asked, kind: 'erasure' }, anAuditEntry());
      await store.privacy.removeCustomer(id, new Date(), () => anAuditEntry());
      await sealer.destroy(customerId);

      run('psql', url, '-c', 'checkpoint');
      const copies = [
        ...contentsOf(run('psql', url, '-Atc', 'show data_directory').toString().trim()),
        backup,
      ];
      // The copies do hold what was said, sealed: the test looks in the right places.
      expect([has(copies, sealedBody), has([backup], sealedBody)]).toEqual([true, true]);
      expect([
        has(copies, wrapped),
        has(copies, Buffer.from(SECRET)),
        has(contentsOf(folder), wrapped),
      ]).toEqual([false, false, false]);
      await expect(sealer.open(customerId, 'entry:1', sealedBody)).rejects.toBeInstanceOf(KeyDestroyedError);
    } finally {
      await store.close();
      rmSync(folder, { recursive: true });
    }
  },
  120_000,
);
