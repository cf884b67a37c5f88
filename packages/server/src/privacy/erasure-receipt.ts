import { createHash } from 'node:crypto';
import type { CustomerIdentity, PrivacyRequest, RemovedCounts } from '@throughline/core';
import canonicalize from 'canonicalize';
import type { CryptoKey } from 'jose';
import { z } from 'zod';
import { readSignedText, signText } from '../audit/signed-text.js';
import type { AuditSigningKey } from '../audit/signing-key.js';

/** What was destroyed of one customer, and what is still to be. Times as ISO 8601, UTC. */
export interface ErasureReceipt {
  readonly type: 'throughline-erasure-receipt';
  readonly version: 1;
  readonly state: 'pending' | 'complete';
  readonly erasureId: string;
  /** As the audit trail names the customer. */
  readonly customerId: string;
  /** {@link commitToSubject}; null when the request came without. */
  readonly subject: string | null;
  readonly requestedAt: string;
  readonly requestedBy: string;
  /** Records of the database, by kind. */
  readonly removed: { readonly at: string; readonly counts: RemovedCounts } | null;
  /** The customer's data keys: without them no copy and no backup of the records can be read. */
  readonly keysDestroyedAt: string | null;
  readonly contactCenter:
    | { readonly state: 'pending'; readonly reference: string | null }
    | { readonly state: 'done'; readonly at: string; readonly counts: RemovedCounts };
  /** The audit trail that tells of it. */
  readonly auditChainId: string;
  readonly issuedAt: string;
}

export interface SignedReceipt {
  readonly receipt: ErasureReceipt;
  /** JWS in compact form (RFC 7515), EdDSA, over the receipt as canonical JSON (RFC 8785). */
  readonly signature: string;
}

const TYPE = 'throughline-erasure-receipt';

const signedSchema = z.object({
  receipt: z.looseObject({
    type: z.literal(TYPE),
    state: z.enum(['pending', 'complete']),
    erasureId: z.string(),
    customerId: z.string(),
    subject: z.string().nullable(),
  }),
  signature: z.string(),
});

export function toReceipt(request: PrivacyRequest, auditChainId: string, issuedAt: Date): ErasureReceipt {
  const { removed, keyDestroyedAt, contactCenter, reference } = request;
  const isComplete = removed !== null && keyDestroyedAt !== null && contactCenter !== null;
  return {
    type: TYPE,
    version: 1,
    state: isComplete ? 'complete' : 'pending',
    erasureId: request.id,
    customerId: request.customerId,
    subject: request.subject,
    requestedAt: request.requestedAt.toISOString(),
    requestedBy: request.requestedBy,
    removed: removed && { at: removed.at.toISOString(), counts: removed.counts },
    keysDestroyedAt: keyDestroyedAt?.toISOString() ?? null,
    contactCenter: contactCenter
      ? { state: 'done', at: contactCenter.at.toISOString(), counts: contactCenter.counts }
      : { state: 'pending', reference },
    auditChainId,
    issuedAt: issuedAt.toISOString(),
  };
}

export async function signReceipt(receipt: ErasureReceipt, key: AuditSigningKey): Promise<SignedReceipt> {
  return { receipt, signature: await signText(TYPE, textOf(receipt), key) };
}

/** Null when it was not signed with one of the keys, was changed, or is no receipt. */
export async function verifyReceipt(
  signed: unknown,
  keys: readonly CryptoKey[],
): Promise<ErasureReceipt | null> {
  const { success, data } = signedSchema.safeParse(signed);
  if (!success) return null;
  const text = await readSignedText(TYPE, data.signature, keys);
  return text === textOf(data.receipt) ? (data.receipt as unknown as ErasureReceipt) : null;
}

/**
 * Commits to a customer without telling who it is: whoever has the salt can show later whom a receipt is about, and
 * nobody without it can find that out by trying.
 * @param salt At least 16 random bytes, as text.
 */
export function commitToSubject({ issuer, externalId }: CustomerIdentity, salt: string): string {
  const text = JSON.stringify([salt, issuer, externalId]);
  return `sha256:${createHash('sha256').update(text).digest('base64url')}`;
}

function textOf(receipt: object): string {
  return canonicalize(receipt) ?? '';
}
