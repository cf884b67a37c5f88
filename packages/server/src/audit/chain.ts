import { createHash } from 'node:crypto';
import type { AuditHead, ChainedEntry, RecordedEntry } from '@throughline/core';
import canonicalize from 'canonicalize';

/**
 * Hash of an entry at its place: SHA-256 over the hash before it and the entry as canonical JSON (RFC 8785), with the
 * chain's id and the place in it.
 * @param previous 64 hexadecimal digits
 */
export function linkHash(chainId: string, previous: string, seq: number, entry: RecordedEntry): string {
  const { id, at, action, actorKind, actorId, conversationId, details } = entry;
  const content = canonicalize({
    chainId,
    seq,
    id,
    at,
    action,
    actorKind,
    actorId,
    conversationId,
    details,
  });
  return createHash('sha256')
    .update(Buffer.from(previous, 'hex'))
    .update(content ?? '')
    .digest('hex');
}

/** The links that bring the entries, in their order, to the end of the chain. */
export function linksOnto(
  head: AuditHead,
  entries: readonly RecordedEntry[],
): Pick<ChainedEntry, 'id' | 'seq' | 'hash'>[] {
  let { seq, hash } = head;
  return entries.map((entry) => {
    seq += 1;
    hash = linkHash(head.chainId, hash, seq, entry);
    return { id: entry.id, seq, hash };
  });
}
