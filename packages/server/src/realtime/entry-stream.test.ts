import type { Entry, StoredEntry } from '@throughline/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EntrySource, EntryStream } from './entry-stream.js';

const stored = (seq: number): StoredEntry => ({
  conversationId: 'c',
  id: `m${seq}`,
  seq,
  kind: 'message',
  party: { role: 'customer', id: 'ava' },
  at: new Date(0),
  sealedBody: Buffer.from(JSON.stringify({ displayName: 'Ava', text: `text ${seq}`, maskedTypes: [] })),
});

/** A stream over a conversation that has `head` entries in the store. */
function streamOver(head: () => number, afterSeq = 0, taken: () => Promise<void> = async () => undefined) {
  const sent: number[] = [];
  let reads = 0;
  const open = async ({ sealedBody, ...head }: StoredEntry): Promise<Entry> => ({
    ...head,
    body: JSON.parse(Buffer.from(sealedBody).toString()),
  });
  const source: EntrySource = {
    open,
    read: async (after, limit) => {
      reads += 1;
      return Promise.all(
        Array.from({ length: Math.min(limit, head() - after) }, (_, index) =>
          open(stored(after + 1 + index)),
        ),
      );
    },
  };
  const stream = new EntryStream(source, 'c', afterSeq, async ({ entries }) => {
    sent.push(...entries.map(({ seq }) => seq));
    await taken();
  });
  return { stream, sent, reads: () => reads };
}

const upTo = (head: number, from = 1) => Array.from({ length: head - from + 1 }, (_, index) => from + index);

describe('the entries of one connection', () => {
  it('[T3] go straight through when they come in order, without a read', async () => {
    const { stream, sent, reads } = streamOver(() => 3);
    await stream.push([stored(1), stored(2)]);
    await stream.push([stored(3)]);
    expect(sent).toEqual([1, 2, 3]);
    expect(reads()).toBe(0);
  });

  it('[T3] are sent once when the bus brings them twice', async () => {
    const { stream, sent } = streamOver(() => 2);
    await stream.push([stored(1), stored(2)]);
    await stream.push([stored(2), stored(1)]);
    expect(sent).toEqual([1, 2]);
  });

  it('[T3] are filled from the store when the bus lost some', async () => {
    const { stream, sent } = streamOver(() => 5);
    await stream.push([stored(1)]);
    await stream.push([stored(5)]);
    expect(sent).toEqual([1, 2, 3, 4, 5]);
  });

  it('[WIRE-8] are filled from the store when the bus lost the last one', async () => {
    const { stream, sent } = streamOver(() => 2);
    await stream.push([stored(1)]);
    await stream.catchUp(2);
    expect(sent).toEqual([1, 2]);
  });

  it('[WIRE-6] of a long conversation come whole, in several frames', async () => {
    const { stream, sent } = streamOver(() => 1_000, 17);
    await stream.catchUp(1_000);
    expect(sent).toEqual(upTo(1_000, 18));
  });

  it('[WIRE-7] come again from where the peer asks', async () => {
    const { stream, sent } = streamOver(() => 3);
    await stream.push([stored(1), stored(2), stored(3)]);
    await stream.rewind(1);
    expect(sent).toEqual([1, 2, 3, 2, 3]);
  });

  it('[T3] arrive in order, without gaps, whatever the bus loses, doubles and reorders', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 60 }), async (arrivals) => {
        const { stream, sent } = streamOver(() => 30);
        await Promise.all(arrivals.map((seq) => stream.push([stored(seq)])));
        await stream.catchUp(30);
        expect(sent).toEqual(upTo(30));
      }),
      { numRuns: 300 },
    );
  });

  it('[WIRE-25] wait in the store while the peer reads nothing, and come in order when it does', async () => {
    let read = () => {};
    const stalled = new Promise<void>((resolve) => {
      read = resolve;
    });
    const { stream, sent, reads } = streamOver(
      () => 5_000,
      0,
      () => stalled,
    );
    const pushes = upTo(5_000).map((seq) => stream.push([stored(seq)]));
    await new Promise((resolve) => setImmediate(resolve));
    expect(sent.length).toBeLessThanOrEqual(200);
    expect(reads()).toBe(0);
    read();
    await Promise.all(pushes);
    expect(sent).toEqual(upTo(5_000));
    expect(reads()).toBeGreaterThan(10);
  });
});
