import type { AuditHead, ChainedEntry, RecordedEntry } from '@throughline/core';
import { describe, expect, it } from 'vitest';
import { linkHash, linksOnto } from './chain.js';
import type { Checkpoint } from './checkpoint.js';
import { type ReadableTrail, verifyTrail } from './verify-trail.js';

const GENESIS: AuditHead = { chainId: 'chain-1', seq: 0, hash: '0'.repeat(64) };

function anEntry(id: number): RecordedEntry {
  return {
    id,
    at: `2026-11-25T01:02:03.${String(id).padStart(6, '0')}Z`,
    action: 'conversation.opened',
    actorKind: 'customer',
    actorId: 'customer-1',
    conversationId: `conversation-${id}`,
    details: { reason: 'test', count: id },
  };
}

/** A trail that its owner's enemies can write to as they like. */
class Trail implements ReadableTrail {
  entries: ChainedEntry[];
  end: AuditHead;

  constructor(length: number) {
    const recorded = Array.from({ length }, (_, index) => anEntry(index + 1));
    this.entries = linksOnto(GENESIS, recorded).map((link, index) => ({ ...anEntry(index + 1), ...link }));
    this.end = { ...GENESIS, ...this.#last() };
  }

  checkpoint(seq: number): Checkpoint {
    const hash = this.entries[seq - 1]?.hash ?? GENESIS.hash;
    return { chainId: this.end.chainId, seq, hash, at: `2026-11-25T01:0${seq % 10}:00.000Z` };
  }

  change(seq: number, change: Partial<ChainedEntry>): void {
    this.entries = this.entries.map((entry) => (entry.seq === seq ? { ...entry, ...change } : entry));
  }

  remove(...seqs: number[]): void {
    this.entries = this.entries.filter(({ seq }) => !seqs.includes(seq));
  }

  /** What somebody with all rights in the database can do, and nothing more: the signing key is elsewhere. */
  computeAnew(): void {
    const recorded = this.entries.map((entry, index) => ({ ...entry, seq: index + 1 }));
    this.entries = linksOnto(GENESIS, recorded).map((link, index) => ({
      ...(recorded[index] as ChainedEntry),
      ...link,
    }));
    this.end = { ...GENESIS, ...this.#last() };
  }

  head = async () => this.end;
  unchained = async () => [anEntry(99)];
  read = async ({ after, limit }: { after: number; limit: number }) =>
    this.entries
      .filter(({ seq }) => seq > after)
      .sort((a, b) => a.seq - b.seq)
      .slice(0, limit);

  #last() {
    const { seq, hash } = this.entries.at(-1) ?? GENESIS;
    return { seq, hash };
  }
}

describe('verifyTrail', () => {
  it('[AUDIT-1] depends on the chain, the place, what came before, and every part of the entry', () => {
    const entry = anEntry(1);
    const hashes = [
      linkHash('chain-1', GENESIS.hash, 1, entry),
      linkHash('chain-2', GENESIS.hash, 1, entry),
      linkHash('chain-1', 'ff'.repeat(32), 1, entry),
      linkHash('chain-1', GENESIS.hash, 2, entry),
      ...Object.keys(entry).map((key) => linkHash('chain-1', GENESIS.hash, 1, { ...entry, [key]: 'other' })),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
    const { details, ...rest } = entry;
    const reordered = { details: { count: 1, reason: 'test' }, ...rest };
    expect(linkHash('chain-1', GENESIS.hash, 1, reordered)).toBe(hashes[0]);
    expect(details).toEqual(reordered.details);
  });

  it('[AUDIT-9] says up to where checkpoints vouch', async () => {
    const trail = new Trail(1_200);
    const report = await verifyTrail(trail, [
      trail.checkpoint(7),
      trail.checkpoint(1_100),
      trail.checkpoint(3),
    ]);
    expect(report).toEqual({
      entries: 1_200,
      unchained: 1,
      findings: [],
      vouchedBy: trail.checkpoint(1_100),
    });
    expect((await verifyTrail(trail, [])).vouchedBy).toBeNull();
    expect((await verifyTrail(new Trail(0), [new Trail(0).checkpoint(0)])).findings).toEqual([]);
  });

  it.each<[string, Partial<ChainedEntry>]>([
    ['its time, by a microsecond', { at: '2026-11-25T01:02:03.000008Z' }],
    ['its actor', { actorId: 'customer-2' }],
    ['its details', { details: { reason: 'test', count: 8 } }],
    ['its row', { id: 700 }],
    ['its hash', { hash: 'ab'.repeat(32) }],
  ])('[AUDIT-5] finds a changed entry: %s', async (_, change) => {
    const trail = new Trail(10);
    trail.change(7, change);
    const { findings, vouchedBy } = await verifyTrail(trail, [trail.checkpoint(5)]);
    expect(findings[0]).toMatchObject({ kind: 'changed', seq: 7 });
    expect(vouchedBy?.seq).toBe(5);
  });

  it('[AUDIT-5] finds removed entries', async () => {
    const trail = new Trail(10);
    trail.remove(4, 5);
    const { findings } = await verifyTrail(trail, []);
    expect(findings).toEqual([{ kind: 'missing', seq: 4, message: 'entries 4 to 5 are missing' }]);
    trail.remove(1);
    expect((await verifyTrail(trail, [])).findings[0]).toMatchObject({ kind: 'missing', seq: 1 });
  });

  it('[AUDIT-5] finds entries that changed places', async () => {
    const trail = new Trail(10);
    const [third, sixth] = [trail.entries[2], trail.entries[5]] as [ChainedEntry, ChainedEntry];
    trail.change(3, { ...sixth, seq: 3, hash: third.hash });
    trail.change(6, { ...third, seq: 6, hash: sixth.hash });
    const { findings } = await verifyTrail(trail, []);
    expect(findings.map(({ kind, seq }) => [kind, seq])).toEqual([
      ['changed', 3],
      ['changed', 6],
    ]);
  });

  it('[AUDIT-6] finds a tail that was cut off', async () => {
    const trail = new Trail(10);
    const checkpoint = trail.checkpoint(9);
    trail.remove(8, 9, 10);
    expect((await verifyTrail(trail, [])).findings).toMatchObject([{ kind: 'cut', seq: 8 }]);

    trail.computeAnew();
    expect((await verifyTrail(trail, [])).findings).toEqual([]);
    const { findings } = await verifyTrail(trail, [checkpoint]);
    expect(findings).toMatchObject([
      { kind: 'cut', seq: 8, message: expect.stringContaining(checkpoint.at) },
    ]);
  });

  it('[AUDIT-6] finds a head that names another end', async () => {
    const trail = new Trail(3);
    trail.end = { ...trail.end, hash: 'cd'.repeat(32) };
    expect((await verifyTrail(trail, [])).findings).toMatchObject([{ kind: 'changed', seq: 3 }]);
  });

  it('[AUDIT-7] finds a trail that was computed anew as a whole', async () => {
    const trail = new Trail(10);
    const checkpoints = [2, 4, 8, 10].map((seq) => trail.checkpoint(seq));
    trail.change(6, { actorId: 'somebody else' });
    trail.computeAnew();
    expect((await verifyTrail(trail, [])).findings).toEqual([]);

    const { findings, vouchedBy } = await verifyTrail(trail, checkpoints);
    expect(vouchedBy?.seq).toBe(4);
    expect(findings).toEqual([
      {
        kind: 'checkpoint',
        seq: 8,
        message: expect.stringMatching(/vouches for another entry 8; the one of .* \(entry 4\) still fits/),
      },
    ]);
  });

  it('[AUDIT-8] names a checkpoint of another trail', async () => {
    const trail = new Trail(3);
    const foreign = { ...trail.checkpoint(2), chainId: 'chain-2' };
    const { findings, vouchedBy } = await verifyTrail(trail, [foreign]);
    expect(findings).toMatchObject([{ kind: 'foreign_checkpoint', seq: 2 }]);
    expect(vouchedBy).toBeNull();
  });
});
