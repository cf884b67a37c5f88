/** Printable ASCII only: what another script would look like in it is written as Punycode or percent signs. */
const SAFE_LINK = /^(?:https?:\/\/[^\s/]|mailto:|tel:)[\x21-\x7e]+$/i;

/** True for addresses that a reader may be led to: never `javascript:`, `data:` and the like. */
export function isSafeLink(url: string): boolean {
  return SAFE_LINK.test(url);
}
