import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditHead, AuditTrail, ChainedEntry, RecordedEntry } from '@throughline/core';
import { FakeClock } from '@throughline/test-kit';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMetrics } from '../observability/metrics.js';
import { AuditSequencer } from './audit-sequencer.js';
import { readCheckpoint } from './checkpoint.js';
import { type CheckpointSink, createCheckpointSink } from './checkpoint-sinks.js';
import { type AuditSigningKey, openSigningKey, publicHalf, readVerifyingKey } from './signing-key.js';

const GENESIS: AuditHead = { chainId: 'chain-1', seq: 0, hash: '0'.repeat(64) };

/** A trail in memory; a link is made onto the head that it was computed for only. */
class Trail implements Pick<AuditTrail, 'head' | 'unchained' | 'link'> {
  end = GENESIS;
  open: RecordedEntry[] = [];
  chained: Pick<ChainedEntry, 'id' | 'seq' | 'hash'>[] = [];
  #id = 0;

  add(count: number): void {
    for (let n = 0; n < count; n += 1) {
      this.#id += 1;
      const at = '2026-11-25T01:02:03.000004Z';
      const rest = { actorKind: 'system', actorId: 'test', conversationId: null, details: null };
      this.open.push({ id: this.#id, at, action: 'node.started', ...rest });
    }
  }

  head = async () => this.end;
  unchained = async (limit: number) => this.open.slice(0, limit);
  link: AuditTrail['link'] = async (onto, links) => {
    if (onto.seq !== this.end.seq) return false;
    this.chained.push(...links);
    this.open = this.open.slice(links.length);
    this.end = { ...this.end, ...links.at(-1) };
    return true;
  };
}

let folder: string;
let key: AuditSigningKey;
let publicKey: CryptoKey;
let clock: FakeClock;
let trail: Trail;
let holder: string | null;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'throughline-audit-'));
  key = await openSigningKey(join(folder, 'audit.json'));
  publicKey = await readVerifyingKey(publicHalf(join(folder, 'audit.json')));
  clock = new FakeClock(new Date('2026-11-25T01:00:00Z'));
  trail = new Trail();
  holder = null;
});
afterEach(() => rm(folder, { recursive: true }));

function aSequencer(nodeId: string, ...sinks: CheckpointSink[]) {
  const metrics = createMetrics();
  const sequencer = new AuditSequencer({
    trail: trail as unknown as AuditTrail,
    leases: {
      take: async (_work, node) => {
        holder ??= node;
        return holder === node;
      },
      release: async (_work, node) => {
        if (holder === node) holder = null;
      },
    },
    nodeId,
    clock,
    key,
    sinks,
    logger: pino({ level: 'silent' }),
    metrics,
  });
  return { sequencer, metrics };
}

function aSink() {
  const lines: string[] = [];
  return {
    lines,
    name: 'test',
    fails: false,
    async write(line: string) {
      if (this.fails) throw new Error('full');
      lines.push(line);
    },
  };
}

const seqsOf = async (lines: readonly string[]) =>
  Promise.all(lines.map(async (line) => (await readCheckpoint(line, [publicKey]))?.seq));

describe('AuditSequencer', () => {
  it('[AUDIT-2] chains everything that is there, in pages, on the node that has the lease', async () => {
    const [first, second] = [aSequencer('a').sequencer, aSequencer('b').sequencer];
    trail.add(450);
    await Promise.all([first.runOnce(), second.runOnce()]);
    expect(trail.chained.map(({ seq }) => seq)).toEqual(Array.from({ length: 450 }, (_, n) => n + 1));
    expect(trail.open).toEqual([]);

    trail.add(1);
    await second.runOnce();
    expect(trail.open).toHaveLength(1);
    await first.close();
    await second.runOnce();
    expect(trail.end.seq).toBe(451);
  });

  it('[AUDIT-2] stops when another one has chained in between, and goes on from there', async () => {
    const { sequencer } = aSequencer('a');
    trail.add(2);
    const link = trail.link;
    trail.link = async () => {
      trail.link = link;
      return false;
    };
    await sequencer.runOnce();
    expect(trail.end.seq).toBe(0);
    await sequencer.runOnce();
    expect(trail.end.seq).toBe(2);
  });

  it('[AUDIT-3] writes a checkpoint at the start, one a minute while the trail grows, and one at the end', async () => {
    const sink = aSink();
    const { sequencer } = aSequencer('a', sink);
    const after = async (ms: number, entries: number) => {
      clock.advance(ms);
      trail.add(entries);
      await sequencer.runOnce();
    };
    await after(0, 2);
    await after(30_000, 1);
    expect(await seqsOf(sink.lines)).toEqual([2]);
    await after(30_000, 1);
    await after(60_000, 0);
    expect(await seqsOf(sink.lines)).toEqual([2, 4]);
    trail.add(1);
    await sequencer.close();
    expect(await seqsOf(sink.lines)).toEqual([2, 4, 5]);
    expect(await readCheckpoint(sink.lines[2] ?? '', [publicKey])).toEqual({
      ...trail.end,
      id: undefined,
      at: clock.now().toISOString(),
    });
  });

  it('[AUDIT-4] tries a place again that failed, and writes to the others meanwhile', async () => {
    const [broken, sound] = [aSink(), aSink()];
    broken.fails = true;
    const { sequencer, metrics } = aSequencer('a', broken, sound);
    trail.add(1);
    await sequencer.runOnce();
    clock.advance(4_999);
    await sequencer.runOnce();
    const { values } = await metrics.auditCheckpoints.get();
    expect(Object.fromEntries(values.map(({ labels, value }) => [labels.outcome, value]))).toEqual({
      written: 1,
      failed: 1,
    });
    broken.fails = false;
    clock.advance(1);
    await sequencer.runOnce();
    expect([await seqsOf(broken.lines), await seqsOf(sound.lines)]).toEqual([[1], [1]]);
  });

  it('[AUDIT-4] leaves entries for a later round when the store fails', async () => {
    const { sequencer } = aSequencer('a');
    trail.add(1);
    const head = trail.head;
    trail.head = () => Promise.reject(new Error('away'));
    await sequencer.runOnce();
    trail.head = head;
    await sequencer.runOnce();
    expect(trail.end.seq).toBe(1);
  });
});

describe('checkpoints', () => {
  it('[AUDIT-3] are signed with a key of mode 0600, whose public half lies beside it', async () => {
    const file = join(folder, 'audit.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(publicHalf(file), 'utf8'))).not.toHaveProperty('d');
    const again = await openSigningKey(file);
    expect(again.kid).toBe(key.kid);
    await writeFile(file, '{"kty":"oct","k":"secret-value"}');
    await expect(openSigningKey(file)).rejects.toThrow(/must hold an Ed25519 key/);
    await expect(openSigningKey(file)).rejects.not.toThrow(/secret-value/);
  });

  it('[AUDIT-8] count only when they were signed with one of the keys', async () => {
    const sink = aSink();
    trail.add(1);
    await aSequencer('a', sink).sequencer.runOnce();
    const [line = ''] = sink.lines;
    await openSigningKey(join(folder, 'other.json'));
    const other = await readVerifyingKey(publicHalf(join(folder, 'other.json')));
    expect(await readCheckpoint(line, [other, publicKey])).toMatchObject({ seq: 1 });
    expect(await readCheckpoint(line, [other])).toBeNull();
    const [header = '', payload = '', signature = ''] = line.split('.');
    const forged = Buffer.from(payload, 'base64url').toString().replace('"seq":1', '"seq":2');
    const forgedLine = [header, Buffer.from(forged).toString('base64url'), signature].join('.');
    expect(await readCheckpoint(forgedLine, [publicKey])).toBeNull();
    expect(await readCheckpoint('nonsense', [publicKey])).toBeNull();
  });

  it('[AUDIT-3] are appended to a file, one a line', async () => {
    const file = join(folder, 'deep', 'checkpoints.jws');
    const sink = createCheckpointSink({ kind: 'file', file });
    await sink.write('one');
    await sink.write('two');
    expect(await readFile(file, 'utf8')).toBe('one\ntwo\n');
  });
});
