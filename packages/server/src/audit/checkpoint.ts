import { CompactSign, type CryptoKey, compactVerify } from 'jose';
import { z } from 'zod';
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

/** A checkpoint as one line: a JWS in compact form (RFC 7515 §7.1), EdDSA over Ed25519 (RFC 8037). */
export function signCheckpoint(
  checkpoint: Checkpoint,
  { privateKey, kid }: AuditSigningKey,
): Promise<string> {
  return new CompactSign(new TextEncoder().encode(JSON.stringify(checkpoint)))
    .setProtectedHeader({ alg: 'EdDSA', typ: TYPE, kid })
    .sign(privateKey);
}

/** Null when the line was not signed with one of the keys, or says something else than a checkpoint. */
export async function readCheckpoint(line: string, keys: readonly CryptoKey[]): Promise<Checkpoint | null> {
  for (const key of keys) {
    const signed = await compactVerify(line, key, { algorithms: ['EdDSA'] }).catch(() => null);
    if (signed?.protectedHeader.typ !== TYPE) continue;
    return schema.safeParse(JSON.parse(new TextDecoder().decode(signed.payload))).data ?? null;
  }
  return null;
}
