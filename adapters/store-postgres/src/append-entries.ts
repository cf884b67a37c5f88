import { type AppendResult, CoreError, type NewEntry } from '@throughline/core';
import { type Kysely, type Selectable, sql } from 'kysely';
import { toEntry } from './conversation-rows.js';
import type { Database, EntryTable } from './schema.js';

/** What the function `append_entries` answers; the columns of the entry itself are set only for `known`. */
type AppendRow = Omit<Selectable<EntryTable>, 'conversation_id' | 'id'> & {
  readonly outcome: 'stored' | 'repeated' | 'known' | 'not_found' | 'conversation_ended';
  readonly first_ordinal: number;
};

/** Commits the entries, and what they redact, in one transaction; see migration 0003. */
export async function appendEntries(
  db: Kysely<Database>,
  entries: readonly NewEntry[],
): Promise<readonly AppendResult[]> {
  if (entries.length === 0) return [];
  if (entries.every(({ redacts }) => redacts === undefined)) return append(db, entries);
  return db.transaction().execute(async (tx) => {
    const results = await append(tx, entries);
    await redact(
      tx,
      entries.filter((_, index) => {
        const result = results[index];
        return result?.kind === 'stored' && !result.duplicate;
      }),
    );
    return results;
  });
}

/** Overwrites what is redacted. The transaction holds the rows of the conversations already. */
async function redact(tx: Kysely<Database>, entries: readonly NewEntry[]): Promise<void> {
  for (const { conversationId, party, redacts } of entries) {
    if (redacts === undefined) continue;
    const named = tx
      .updateTable('entry')
      .set({ sealed_body: redacts.sealedBody })
      .where('conversation_id', '=', conversationId)
      .where('id', '=', redacts.id)
      .where('kind', '=', 'message');
    // An agent who may write in the conversation hides what masking has missed, whoever wrote it.
    const own =
      party.role === 'agent'
        ? named
        : named.where('party_role', '=', party.role).where('party_id', '=', party.id);
    const { instead } = redacts;
    if (instead === undefined) await own.execute();
    else {
      const { numUpdatedRows } = await own.where('sealed_body', '=', instead).executeTakeFirst();
      if (numUpdatedRows === 0n) throw changedMeanwhile();
    }
  }
}

function changedMeanwhile(): CoreError {
  return new CoreError('not_found', 'The message has changed meanwhile.');
}

async function append(db: Kysely<Database>, entries: readonly NewEntry[]): Promise<readonly AppendResult[]> {
  const column = (value: (entry: NewEntry) => unknown) => sql.val(entries.map(value));
  const { rows } = await sql<AppendRow>`select * from append_entries(
    ${column((entry) => entry.conversationId)},
    ${column((entry) => entry.id)},
    ${column((entry) => entry.kind)},
    ${column((entry) => entry.party.role)},
    ${column((entry) => entry.party.id)},
    ${column((entry) => entry.at)},
    ${column((entry) => entry.sealedBody)}
  ) order by ordinal`.execute(db);
  return rows.map((row) => toResult(entries, row));
}

function toResult(entries: readonly NewEntry[], row: AppendRow): AppendResult {
  const { outcome, seq } = row;
  if (outcome === 'not_found' || outcome === 'conversation_ended') {
    return { kind: 'refused', reason: outcome };
  }
  // The first of this call with the same id: this very entry, or the one it repeats.
  const first = entries[row.first_ordinal - 1];
  if (!first) throw new RangeError(`append_entries names entry ${row.first_ordinal} of ${entries.length}.`);
  if (outcome === 'known') {
    const entry = toEntry({ ...row, conversation_id: first.conversationId, id: first.id });
    return { kind: 'stored', entry, duplicate: true };
  }
  const { redacts: _, ...entry } = first;
  return { kind: 'stored', entry: { ...entry, seq }, duplicate: outcome === 'repeated' };
}
