import { DEFAULT_POLICY } from '@throughline/masking';
import { imageSize } from 'image-size';
import { describe, expect, it } from 'vitest';
import { anImage, IMAGE_TYPES, SECRET, withSecrets } from '../../test-support/images.js';
import { textMasker } from '../masking/text-masker.js';
import { checkFile } from './check-file.js';
import { FILE_TYPES } from './file-types.js';
import { stripMetadata } from './strip-metadata.js';

const RULES = { maxBytes: 1_000_000, types: Object.keys(FILE_TYPES) };
const PDF = Buffer.from('%PDF-1.7\n%%EOF\n');
const check = (name: string, mediaType: string, content: Uint8Array, previewOf?: string) =>
  checkFile(
    {
      customerId: 'c',
      uploader: { role: 'customer', id: 'c' },
      name,
      mediaType,
      content,
      ...(previewOf ? { previewOf } : {}),
    },
    RULES,
    textMasker(DEFAULT_POLICY),
  );

describe('a file', () => {
  it('[FILE-1] is taken when it is what it is said to be', async () => {
    expect(await check('a.pdf', 'application/pdf', PDF)).toMatchObject({ name: 'a.pdf', size: null });
    expect(await check('Grüße.txt', 'text/plain', Buffer.from('Grüße\r\n\tan alle'))).toMatchObject({
      name: 'Grüße.txt',
    });
    for (const type of IMAGE_TYPES) {
      expect(await check('a', type, anImage(type))).toMatchObject({ size: { width: 1, height: 1 } });
    }
  });

  it.each([
    ['a page said to be an image', 'a.png', 'image/png', Buffer.from('<html><script>alert(1)</script>')],
    ['an image said to be a PDF', 'a.pdf', 'application/pdf', anImage('image/png')],
    ['an image said to be text', 'a.txt', 'text/plain', anImage('image/png')],
    ['a PDF under the ending of a program', 'a.exe', 'application/pdf', PDF],
    ['an image with a second ending', 'a.png.html', 'image/png', anImage('image/png')],
    ['bytes that are no text', 'a.txt', 'text/plain', Buffer.from([0x41, 0x00, 0x42])],
    ['text that is no UTF-8', 'a.txt', 'text/plain', Buffer.from([0xc3, 0x28])],
    ['a picture that describes itself in text', 'a.svg', 'image/svg+xml', Buffer.from('<svg xmlns="x"/>')],
    ['nothing', 'a.txt', 'text/plain', Buffer.alloc(0)],
    ['an image that is cut off', 'a.png', 'image/png', anImage('image/png').subarray(0, 50)],
    ['a JPEG that never ends', 'a.jpg', 'image/jpeg', anImage('image/jpeg').subarray(0, -2)],
  ])('[FILE-1] is refused: %s', async (_, name, type, content) => {
    await expect(check(name, type, content)).rejects.toMatchObject({ code: 'file_refused' });
  });

  it('[FILE-2] is refused above its limit; a preview above a smaller one', async () => {
    const large = Buffer.alloc(RULES.maxBytes + 1, 'a');
    await expect(check('a.txt', 'text/plain', large)).rejects.toMatchObject({ code: 'too_large' });
    const image = Buffer.concat([anImage('image/gif'), Buffer.alloc(300_000)]);
    await expect(check('a.gif', 'image/gif', image, 'original')).rejects.toMatchObject({ code: 'too_large' });
    await expect(check('a.pdf', 'application/pdf', PDF, 'original')).rejects.toMatchObject({
      code: 'file_refused',
    });
  });

  it('[FILE-2] is refused when its picture has too many pixels', async () => {
    const image = anImage('image/png');
    image.writeUInt32BE(40_000, 16);
    image.writeUInt32BE(40_000, 20);
    await expect(check('a.png', 'image/png', image)).rejects.toMatchObject({ code: 'file_refused' });
  });

  it.each([
    ['../../etc/passwd.txt', '_.._etc_passwd.txt'],
    ['C:\\a\u202etxt.exe.txt', 'C__a_txt.exe.txt'],
    ['.bashrc', 'bashrc.txt'],
    ['', 'file.txt'],
    [`${'x'.repeat(500)}.txt`, `${'x'.repeat(120)}.txt`],
  ])('[FILE-3] has a name that leads nowhere: %s', async (name, kept) => {
    expect(await check(name, 'text/plain', Buffer.from('text'))).toMatchObject({ name: kept });
  });

  it('[FILE-3] [T6] has a name that is masked, and keeps its ending', async () => {
    const { name } = await check('card 4111 1111 1111 1111.pdf', 'application/pdf', PDF);
    expect(name).not.toContain('4111');
    expect(name).toMatch(/\.pdf$/);
    const dated = await check('my dob is 17/03/1968.pdf', 'application/pdf', PDF);
    expect(dated.name).toBe('my dob is [date of birth hidden].pdf');
  });
});

describe('an image', () => {
  it.each(IMAGE_TYPES)('[FILE-4] says nothing about its maker: %s', async (type) => {
    const image = withSecrets(type);
    expect(image.includes(SECRET)).toBe(true);
    const { content } = await check('a', type, image);
    expect(Buffer.from(content).includes(SECRET)).toBe(false);
    expect(imageSize(content)).toMatchObject({ width: 1, height: 1 });
    expect(content.length).toBeLessThan(anImage(type).length + 60);
  });

  it('[FILE-4] keeps which side is up', () => {
    const stripped = stripMetadata(withSecrets('image/jpeg'), 'image/jpeg');
    expect(imageSize(stripped).orientation).toBe(6);
  });

  it.each(IMAGE_TYPES)('[FILE-4] without anything to remove stays as it is: %s', (type) => {
    expect(Buffer.from(stripMetadata(anImage(type), type)).equals(anImage(type))).toBe(true);
  });
});
