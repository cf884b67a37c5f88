/**
 * Identifier of a flow's content: 64-bit FNV-1a of its canonical JSON as 16 hex digits. Space and the order of
 * properties do not count. It tells versions apart; it proves nothing against somebody who wants two flows to look
 * alike.
 * Source: RFC 9923 (FNV), with the offset basis and prime for 64 bits.
 */
export function contentVersion(value: unknown): string {
  let hash = 0xcbf29ce484222325n;
  for (const character of canonicalJson(value)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(character.charCodeAt(0))) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}

/** JSON in ASCII with the properties of each object sorted. */
function canonicalJson(value: unknown): string {
  const text = JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
  return text.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
