import type { ChatSnapshot } from '@throughline/chat-client';
import type { BrowserSample } from '@throughline/protocol';

type Snapshot = Pick<ChatSnapshot, 'connection' | 'pending' | 'entries'>;

/** Tells from one snapshot to the next what is worth a sample. Times are ms since the epoch. */
export function createMeasure() {
  const sentAt = new Map<string, number>();
  let lostAt = 0;
  return (snapshot: Snapshot, now: number): BrowserSample[] => {
    const samples: BrowserSample[] = [];
    if (snapshot.connection.kind === 'waiting') lostAt ||= now;
    if (snapshot.connection.kind === 'ready' && lostAt > 0) {
      samples.push({ kind: 'reconnected', ms: now - lostAt });
      lostAt = 0;
    }
    const pending = new Map(snapshot.pending.map(({ id, status }) => [id, status]));
    for (const [id, at] of sentAt) {
      if (pending.get(id) === 'sending') continue;
      sentAt.delete(id);
      // What goes back to waiting, or was refused, says nothing about the way of an acknowledgement.
      if (!pending.has(id)) samples.push({ kind: 'sent', ms: now - at });
    }
    for (const [id, status] of pending) {
      if (status === 'sending' && !sentAt.has(id)) sentAt.set(id, now);
    }
    return samples;
  };
}
