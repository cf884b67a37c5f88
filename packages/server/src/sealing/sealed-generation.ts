/**
 * How a sealed value says which of the customer's keys opens it. Values of the first generation carry no mark: those
 * are older than generations. A nonce that looks like the mark and names a generation comes once in 2^61 values.
 */
const MARK = Buffer.from('TLg\0', 'latin1');
const MARKED_BYTES = MARK.length + 4;

/** Most generations of one customer; a number beyond is no mark. */
const MAX_GENERATION = 0xffff;

export function markGeneration(generation: number, sealed: Buffer): Buffer {
  if (generation === 1) return sealed;
  const number = Buffer.alloc(4);
  number.writeUInt32BE(generation);
  return Buffer.concat([MARK, number, sealed]);
}

/** The generation that sealed it, and the value without its mark. */
export function readGeneration(sealed: Uint8Array): {
  readonly generation: number;
  readonly body: Uint8Array;
} {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (bytes.length > MARKED_BYTES && bytes.subarray(0, MARK.length).equals(MARK)) {
    const generation = bytes.readUInt32BE(MARK.length);
    if (generation > 1 && generation <= MAX_GENERATION) {
      return { generation, body: bytes.subarray(MARKED_BYTES) };
    }
  }
  return { generation: 1, body: bytes };
}
