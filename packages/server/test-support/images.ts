/** The smallest images, and what cameras and programs put into them. */

export const SECRET = 'N52.5200 E13.4050 iPhone of Ava';

const PIXELS = {
  'image/jpeg':
    '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=',
  'image/png':
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'image/webp': 'UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA',
  'image/gif': 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7',
} as const;

export type ImageType = keyof typeof PIXELS;
export const IMAGE_TYPES = Object.keys(PIXELS) as ImageType[];

export function anImage(type: ImageType): Buffer {
  const image = Buffer.from(PIXELS[type], 'base64');
  return type === 'image/jpeg' ? Buffer.concat([image, Buffer.from([0xff, 0xd9])]) : image;
}

/** The same image with {@link SECRET} wherever its format has room for it. */
export function withSecrets(type: ImageType): Buffer {
  const image = anImage(type);
  const secret = Buffer.from(SECRET);
  switch (type) {
    case 'image/jpeg': {
      const segment = (marker: number, body: Buffer) => {
        const head = Buffer.from([0xff, marker, 0, 0]);
        head.writeUInt16BE(body.length + 2, 2);
        return Buffer.concat([head, body]);
      };
      // TIFF, big-endian: one directory with the orientation 6, then the secret.
      const exif = Buffer.from(
        '45786966' + '0000' + '4d4d002a00000008000101120003000000010006000000000000',
        'hex',
      );
      return Buffer.concat([
        image.subarray(0, 2),
        segment(0xe1, Buffer.concat([exif, secret])),
        segment(0xe1, Buffer.concat([Buffer.from('http://ns.adobe.com/xap/1.0/\0'), secret])),
        segment(0xe2, Buffer.concat([Buffer.from('MPF\0'), secret])),
        segment(0xed, secret),
        segment(0xfe, secret),
        image.subarray(2),
        // A second picture behind the first one, as phones write it.
        image.subarray(0, 2),
        segment(0xe1, secret),
        image.subarray(2),
      ]);
    }
    case 'image/png': {
      const chunk = (kind: string) => {
        const head = Buffer.alloc(8);
        head.writeUInt32BE(secret.length);
        head.write(kind, 4, 'latin1');
        return Buffer.concat([head, secret, Buffer.alloc(4)]);
      };
      const extra = ['tEXt', 'eXIf', 'iTXt', 'tIME'].map(chunk);
      return Buffer.concat([image.subarray(0, 33), ...extra, image.subarray(33), secret]);
    }
    case 'image/webp': {
      const chunk = (kind: string, body: Buffer) => {
        const head = Buffer.from(`${kind}\0\0\0\0`, 'latin1');
        head.writeUInt32LE(body.length, 4);
        return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
      };
      const flags = Buffer.from('0c000000000000000000', 'hex');
      const chunks = [chunk('VP8X', flags), image.subarray(12), chunk('EXIF', secret), chunk('XMP ', secret)];
      const body = Buffer.concat(chunks);
      const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1');
      head.writeUInt32LE(body.length + 4, 4);
      return Buffer.concat([head, body]);
    }
    case 'image/gif': {
      const comment = Buffer.concat([Buffer.from([0x21, 0xfe, secret.length]), secret, Buffer.from([0])]);
      const xmp = Buffer.concat([
        Buffer.from([0x21, 0xff, 11]),
        Buffer.from('XMP DataXMP'),
        Buffer.from([secret.length]),
        secret,
        Buffer.from([0]),
      ]);
      return Buffer.concat([image.subarray(0, 19), comment, xmp, image.subarray(19), secret]);
    }
  }
}
