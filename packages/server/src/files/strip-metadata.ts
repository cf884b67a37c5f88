/** Thrown for an image whose structure cannot be followed to its end. */
class ImageStructureError extends Error {
  override readonly name = 'ImageStructureError';
}

/**
 * The image without what it says about its maker (place, device, times, thumbnails, comments): only the parts that
 * are needed to show it are copied. Nothing is decoded, so the picture stays as it is.
 * @throws ImageStructureError
 */
export function stripMetadata(content: Uint8Array, mediaType: string): Uint8Array {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  try {
    switch (mediaType) {
      case 'image/jpeg':
        return stripJpeg(bytes);
      case 'image/png':
        return stripPng(bytes);
      case 'image/webp':
        return stripWebp(bytes);
      case 'image/gif':
        return stripGif(bytes);
      default:
        return content;
    }
  } catch (error) {
    if (error instanceof RangeError) throw new ImageStructureError('The image ends in the middle.');
    throw error;
  }
}

const EXIF_HEADER = Buffer.from('Exif\0\0');
const ORIENTATION = 0x0112;

/** ITU T.81 annex B: kept are tables, frames, scans, JFIF, Adobe's color mark and color profiles. */
function stripJpeg(bytes: Buffer): Buffer {
  const kept: Buffer[] = [bytes.subarray(0, 2)];
  for (let at = 2; ; ) {
    const marker = bytes.readUInt8(at + 1);
    if (bytes.readUInt8(at) !== 0xff) throw new ImageStructureError('A JPEG segment has no marker.');
    // Behind the end of the image some cameras put more.
    if (marker === EOI) return Buffer.concat([...kept, bytes.subarray(at, at + 2)]);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const headerEnd = at + 2 + bytes.readUInt16BE(at + 2);
    const end = marker === SOS ? afterScan(bytes, headerEnd) : headerEnd;
    if (end > bytes.length) throw new RangeError();
    const segment = bytes.subarray(at, end);
    if (isNeeded(marker, segment)) kept.push(segment);
    // Which side is up stays, in a segment that says nothing else.
    else if (marker === APP1) kept.push(...orientationOnly(segment.subarray(4)));
    at = end;
  }
}

const SOS = 0xda;
const EOI = 0xd9;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP14 = 0xee;
const COM = 0xfe;
const PROFILE = 'ICC_PROFILE\0';

function isNeeded(marker: number, segment: Buffer): boolean {
  if (marker === COM) return false;
  if (marker === APP2) return segment.toString('latin1', 4, 4 + PROFILE.length) === PROFILE;
  return marker < APP1 || marker > 0xef || marker === APP14;
}

/** Where the next marker is: within a scan, 0xFF is followed by 0x00 or the number of a restart. */
function afterScan(bytes: Buffer, from: number): number {
  for (let at = from; ; at += 1) {
    if (bytes.readUInt8(at) !== 0xff) continue;
    const next = bytes.readUInt8(at + 1);
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
}

/** EXIF 2.3 §4.6: TIFF header, then the entries of the first directory. */
function orientationOnly(exif: Buffer): readonly Buffer[] {
  if (!exif.subarray(0, 6).equals(EXIF_HEADER)) return [];
  const tiff = exif.subarray(6);
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const short = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const directory = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  const entries = Array.from({ length: short(directory) }, (_, index) => directory + 2 + index * 12);
  const entry = entries.find((at) => short(at) === ORIENTATION);
  const value = entry === undefined ? 1 : short(entry + 8);
  if (value < 2 || value > 8) return [];
  const one = Buffer.from('ffe100224578696600004d4d002a00000008000101120003000000010000000000000000', 'hex');
  one.writeUInt16BE(value, 28);
  return [one];
}

/** PNG 3rd edition §5.3: kept are the chunks that the picture needs. */
const PNG_CHUNKS: ReadonlySet<string> = new Set([
  ...['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'sBIT', 'bKGD', 'pHYs'],
  ...['acTL', 'fcTL', 'fdAT', 'cICP', 'iCCP'],
]);

function stripPng(bytes: Buffer): Buffer {
  const kept: Buffer[] = [bytes.subarray(0, 8)];
  for (let at = 8; ; ) {
    const end = at + 12 + bytes.readUInt32BE(at);
    const kind = bytes.toString('latin1', at + 4, at + 8);
    if (end > bytes.length) throw new RangeError();
    if (PNG_CHUNKS.has(kind)) kept.push(bytes.subarray(at, end));
    if (kind === 'IEND') return Buffer.concat(kept);
    at = end;
  }
}

/** RFC 9649 §2.7: chunks of a RIFF container; flags of VP8X say which are there. */
const WEBP_CHUNKS: ReadonlySet<string> = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);
const WEBP_EXIF_XMP = 0b0000_1100;

function stripWebp(bytes: Buffer): Buffer {
  const kept: Buffer[] = [];
  const length = Math.min(bytes.length, 8 + bytes.readUInt32LE(4));
  for (let at = 12; at + 8 <= length; ) {
    const size = bytes.readUInt32LE(at + 4);
    const end = at + 8 + size + (size % 2);
    if (end > bytes.length) throw new RangeError();
    const kind = bytes.toString('latin1', at, at + 4);
    const chunk = Buffer.from(bytes.subarray(at, end));
    if (kind === 'VP8X') chunk.writeUInt8(chunk.readUInt8(8) & ~WEBP_EXIF_XMP, 8);
    if (WEBP_CHUNKS.has(kind)) kept.push(chunk);
    at = end;
  }
  const body = Buffer.concat(kept);
  const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1');
  head.writeUInt32LE(body.length + 4, 4);
  return Buffer.concat([head, body]);
}

/** GIF89a: blocks up to the trailer. Kept are images, their controls, and the loop of animations. */
function stripGif(bytes: Buffer): Buffer {
  const tableBytes = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 0x07) + 1) : 0);
  let at = 13 + tableBytes(bytes.readUInt8(10));
  const kept: Buffer[] = [bytes.subarray(0, at)];
  const afterBlocks = (from: number) => {
    let next = from;
    for (let size = bytes.readUInt8(next); size > 0; size = bytes.readUInt8(next)) next += 1 + size;
    return next + 1;
  };
  for (;;) {
    const kind = bytes.readUInt8(at);
    if (kind === 0x3b) return Buffer.concat([...kept, bytes.subarray(at, at + 1)]);
    const label = bytes.readUInt8(at + 1);
    const end =
      kind === 0x2c ? afterBlocks(at + 11 + tableBytes(bytes.readUInt8(at + 9))) : afterBlocks(at + 2);
    if (kind !== 0x2c && kind !== 0x21) throw new ImageStructureError('A GIF block has no known kind.');
    const isLoop = label === 0xff && bytes.toString('latin1', at + 3, at + 14) === 'NETSCAPE2.0';
    if (kind === 0x2c || label === 0xf9 || isLoop) kept.push(bytes.subarray(at, end));
    at = end;
  }
}
