import type { CustomerClaims, Sealer, SessionRecord } from '@throughline/core';

/** What a session holds under the customer's key. */
export interface SessionContent {
  readonly claims: CustomerClaims;
  /** The browser in its own words. */
  readonly userAgent: string | null;
}

/** Bound to the browser, so that the content of one session cannot be put into another. */
export function sealContent(
  sealer: Sealer,
  customerId: string,
  browserHash: Uint8Array,
  content: SessionContent,
): Promise<Uint8Array> {
  return sealer.seal(customerId, bindingOf(browserHash), JSON.stringify(content));
}

export async function openContent(
  sealer: Sealer,
  { customerId, browserHash, sealed }: SessionRecord,
): Promise<SessionContent> {
  return JSON.parse(await sealer.open(customerId, bindingOf(browserHash), sealed)) as SessionContent;
}

function bindingOf(browserHash: Uint8Array): string {
  return `session:${Buffer.from(browserHash).toString('base64url')}`;
}
