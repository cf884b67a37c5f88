/** Messages through the group commit against one commit a message, on the embedded store. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GroupCommit } from '@throughline/core';
import { openEmbeddedStore } from '@throughline/store-postgres';
import { aContextItem, aConversation, aDecision, aNewEntry, anAuditEntry } from '@throughline/test-kit';

const MESSAGES = 500;

/** @returns {Promise<string[]>} */
export async function bench() {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'));
  const store = await openEmbeddedStore({ dataDir: join(folder, 'database') });
  try {
    const single = await rate(store, async (entries) => {
      for (const entry of entries) await store.conversations.append([entry]);
    });
    const commits = new GroupCommit(store.conversations);
    const grouped = await rate(store, (entries) =>
      Promise.all(entries.map((entry) => commits.append(entry))),
    );
    return [
      `one commit a message  ${single.toFixed(0)} messages/s`,
      `group commit          ${grouped.toFixed(0)} messages/s, ${(grouped / single).toFixed(1)} × as many`,
    ];
  } finally {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {import('@throughline/store-postgres').Store} store
 * @param {(entries: import('@throughline/core').NewEntry[]) => Promise<unknown>} append
 * @returns {Promise<number>} Messages a second.
 */
async function rate(store, append) {
  const customerId = await store.sessions.customerId({
    issuer: 'bench',
    externalId: String(performance.now()),
  });
  const conversation = aConversation(customerId);
  const audit = anAuditEntry({ conversationId: conversation.id });
  await store.conversations.open(conversation, aContextItem(), aDecision(conversation.id), audit);
  const entries = Array.from({ length: MESSAGES }, () =>
    aNewEntry(conversation, { party: { role: 'customer', id: customerId } }),
  );
  const startedAt = performance.now();
  await append(entries);
  const heads = await store.conversations.heads([conversation.id]);
  if (heads.get(conversation.id) !== MESSAGES) throw new Error('Not every message was stored.');
  return MESSAGES / ((performance.now() - startedAt) / 1000);
}
