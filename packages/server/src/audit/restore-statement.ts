import type { AuditTrail } from '@throughline/core';
import type { CryptoKey } from 'jose';
import { z } from 'zod';
import type { Checkpoint } from './checkpoint.js';
import { readSignedText, signText } from './signed-text.js';
import type { AuditSigningKey } from './signing-key.js';

/**
 * Says, signed, that a database from before some checkpoints was restored on purpose: what they vouch for was lost with
 * it, and the trail goes on from before. Without it, a restore cannot be told from a tail that somebody cut off.
 */
export interface RestoreStatement {
  readonly chainId: string;
  /** The checkpoints that are void: from this time to that, both included. ISO 8601, UTC. */
  readonly lostFrom: string;
  readonly lostThrough: string;
  readonly acceptedAt: string;
  readonly acceptedBy: string;
  readonly reason: string;
}

const TYPE = 'throughline-audit-restore';

const schema = z.object({
  chainId: z.string(),
  lostFrom: z.iso.datetime(),
  lostThrough: z.iso.datetime(),
  acceptedAt: z.iso.datetime(),
  acceptedBy: z.string(),
  reason: z.string(),
});

/** One line among the checkpoints. */
export function signRestore(statement: RestoreStatement, key: AuditSigningKey): Promise<string> {
  return signText(TYPE, JSON.stringify(statement), key);
}

/** Null when the line was not signed with one of the keys, or says something else. */
export async function readRestore(
  line: string,
  keys: readonly CryptoKey[],
): Promise<RestoreStatement | null> {
  const text = await readSignedText(TYPE, line, keys);
  return text === null ? null : (schema.safeParse(JSON.parse(text)).data ?? null);
}

/** The checkpoints that still count. */
export function withoutLost(
  checkpoints: readonly Checkpoint[],
  restores: readonly RestoreStatement[],
): Checkpoint[] {
  const isLost = ({ chainId, at }: Checkpoint) =>
    restores.some(
      (restore) =>
        restore.chainId === chainId &&
        Date.parse(restore.lostFrom) <= Date.parse(at) &&
        Date.parse(at) <= Date.parse(restore.lostThrough),
    );
  return checkpoints.filter((checkpoint) => !isLost(checkpoint));
}

const PAGE = 500;

/** The checkpoints of this trail whose entry is another one now, or is not there. */
export async function contradicted(
  trail: Pick<AuditTrail, 'head' | 'read'>,
  checkpoints: readonly Checkpoint[],
): Promise<Checkpoint[]> {
  const { chainId } = await trail.head();
  const own = checkpoints.filter((checkpoint) => checkpoint.chainId === chainId && checkpoint.seq > 0);
  const wanted = new Set(own.map(({ seq }) => seq));
  const hashes = new Map<number, string>();
  for (let after = 0; ; ) {
    const page = await trail.read({ after, limit: PAGE });
    for (const { seq, hash } of page) if (wanted.has(seq)) hashes.set(seq, hash);
    if (page.length < PAGE) break;
    after = page.at(-1)?.seq ?? after;
  }
  return own.filter(({ seq, hash }) => hashes.get(seq) !== hash);
}
