import type { Entry } from '@throughline/protocol';

/** A client's copy of a conversation's entries: in order of `seq`, without gaps, each once (T3). */
export class Transcript {
  /** Replaced, never changed, when entries are added. */
  entries: readonly Entry[] = [];
  /** Entries ahead of a gap, by `seq`. */
  readonly #held = new Map<number, Entry>();

  /** Where the gap-free part ends; 0 before the first entry. */
  get lastSeq(): number {
    return this.entries.at(-1)?.seq ?? 0;
  }

  /** Takes entries in any order, known ones too. Returns those that took their place now, in order. */
  add(entries: readonly Entry[]): readonly Entry[] {
    const { lastSeq } = this;
    for (const entry of entries) {
      if (entry.seq > lastSeq) this.#held.set(entry.seq, entry);
    }
    const placed: Entry[] = [];
    for (let seq = lastSeq + 1; ; seq += 1) {
      const entry = this.#held.get(seq);
      if (!entry) break;
      this.#held.delete(seq);
      placed.push(entry);
    }
    if (placed.length > 0) this.entries = redacted([...this.entries, ...placed], placed);
    return placed;
  }
}

/** The entries with what the redactions among the new ones leave of messages. */
function redacted(entries: readonly Entry[], added: readonly Entry[]): readonly Entry[] {
  const redactions = added.filter((entry) => entry.kind === 'redacted');
  if (redactions.length === 0) return entries;
  return entries.map((entry) => {
    const last = redactions.findLast(({ redacts }) => redacts === entry.id);
    if (entry.kind !== 'message' || last === undefined) return entry;
    const { content: _, revealable: __, ...plain } = entry;
    return { ...plain, text: last.text, maskedTypes: last.maskedTypes };
  });
}
