import type { CustomerIdentity } from '@throughline/core';
import { readVerifyingKey } from '../audit/signing-key.js';
import { commitToSubject, type ErasureReceipt, verifyReceipt } from './erasure-receipt.js';

/** Shows whom a receipt is about: its `subject` commits to this. */
export interface ReceiptAbout extends CustomerIdentity {
  readonly salt: string;
}

export interface ReceiptReport {
  readonly ok: boolean;
  /** What is signed; null when nothing is. */
  readonly receipt: ErasureReceipt | null;
  /** Whom it is about, if that is shown. */
  readonly customer: CustomerIdentity | null;
  /** The same for people. */
  readonly lines: readonly string[];
}

/**
 * Says whether a receipt was signed with one of the keys, and whom it is about.
 * @throws Error naming the key that cannot be read
 */
export async function checkReceipt(file: unknown, keyFiles: readonly string[]): Promise<ReceiptReport> {
  const keys = await Promise.all(keyFiles.map(readVerifyingKey));
  const receipt = await verifyReceipt(file, keys);
  if (!receipt) {
    const lines = ['fail not signed with these keys, or changed since'];
    return { ok: false, receipt: null, customer: null, lines };
  }
  const about = aboutOf(file);
  const isAbout = about !== null && receipt.subject === commitToSubject(about, about.salt);
  const customer = about && isAbout ? { issuer: about.issuer, externalId: about.externalId } : null;
  const ok = about === null || isAbout;
  return { ok, receipt, customer, lines: [...describe(receipt), describeSubject(about, isAbout)] };
}

function describe({
  erasureId,
  state,
  requestedAt,
  removed,
  keysDestroyedAt,
  contactCenter,
}: ErasureReceipt) {
  const counts = Object.entries(removed?.counts ?? {})
    .filter(([, count]) => count > 0)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [
    `ok   erasure ${erasureId}, asked for at ${requestedAt}: ${state}`,
    removed
      ? `     removed at ${removed.at}: ${counts.map(([kind, count]) => `${count} ${kind}`).join(', ')}`
      : '     nothing removed yet',
    keysDestroyedAt ? `     data keys destroyed at ${keysDestroyedAt}` : '     data keys not destroyed yet',
    contactCenter.state === 'done'
      ? `     confirmed by the contact center at ${contactCenter.at}`
      : `     not confirmed by the contact center yet${contactCenter.reference ? ` (its request ${contactCenter.reference})` : ''}`,
  ];
}

function describeSubject(about: ReceiptAbout | null, isAbout: boolean): string {
  if (!about) return '     the file does not say whom it is about';
  return isAbout
    ? `     about customer ${about.externalId} of ${about.issuer}`
    : `fail it is not about customer ${about.externalId} of ${about.issuer}`;
}

function aboutOf(file: unknown): ReceiptAbout | null {
  const about = (file as { about?: Partial<ReceiptAbout> } | null)?.about;
  if (!about) return null;
  const { issuer, externalId, salt } = about;
  return { issuer: String(issuer), externalId: String(externalId), salt: String(salt) };
}
