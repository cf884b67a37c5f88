import type { CryptoKey } from 'jose';
import { z } from 'zod';
import { readSignedText, signText } from './signed-text.js';
import type { AuditSigningKey } from './signing-key.js';

/** Says, signed, that the chain was this long and ended in this hash at this time. */
export interface Checkpoint {
  readonly chainId: string;
  readonly seq: number;
  readonly hash: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

const TYPE = 'throughline-audit-checkpoint';

const schema = z.object({
  chainId: z.string(),
  seq: z.int().min(0),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  at: z.iso.datetime(),
});

/** A checkpoint as one line. */
export function signCheckpoint(checkpoint: Checkpoint, key: AuditSigningKey): Promise<string> {
  return signText(TYPE, JSON.stringify(checkpoint), key);
}

/** Null when the line was not signed with one of the keys, or says something else than a checkpoint. */
export async function readCheckpoint(line: string, keys: readonly CryptoKey[]): Promise<Checkpoint | null> {
  const text = await readSignedText(TYPE, line, keys);
  return text === null ? null : (schema.safeParse(JSON.parse(text)).data ?? null);
}
