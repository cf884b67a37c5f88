import { createMemoryStore, type FileScanner, type NewFile, type Store } from '@throughline/core';
import { BindingSealer, FakeClock } from '@throughline/test-kit';
import { pino } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { anImage } from '../../test-support/images.js';
import { SealedFiles } from './sealed-files.js';
import { testFileScanner } from './test-file-scanner.js';

const CANARY = 'canary-in-a-file';
const UPLOADER = { role: 'customer', id: 'ava' } as const;

let store: Store;
beforeEach(() => {
  store = createMemoryStore(uuidv7);
});

function create(scanner: FileScanner = testFileScanner, quotaBytes = 2_000_000) {
  return new SealedFiles({
    blobs: store.blobs,
    sealer: new BindingSealer(),
    scanner,
    mask: (text) => ({ text, maskedTypes: [] }),
    clock: new FakeClock(new Date()),
    newId: uuidv7,
    logger: pino({ level: 'silent' }),
    rules: { maxBytes: 1_000_000, types: ['text/plain', 'image/png'] },
    quotaBytes,
  });
}

const aFile = (overrides: Partial<NewFile> = {}): NewFile => ({
  customerId: 'ava',
  uploader: UPLOADER,
  name: 'notes.txt',
  mediaType: 'text/plain',
  content: Buffer.from(`${CANARY}\n`.repeat(40_000)),
  ...overrides,
});

async function read(files: SealedFiles, id: string): Promise<Buffer | null> {
  const file = await files.open(id);
  if (!file) return null;
  const pieces: Uint8Array[] = [];
  for await (const piece of file.pieces()) pieces.push(piece);
  return Buffer.concat(pieces);
}

describe('a file', () => {
  it('[FILE-6] comes back as it was, and lies sealed in pieces', async () => {
    const files = create();
    const file = aFile();
    const { id, name, mediaType, bytes } = await files.keep(file);
    expect({ name, mediaType, bytes }).toEqual({
      name: 'notes.txt',
      mediaType: 'text/plain',
      bytes: file.content.length,
    });
    expect((await read(files, id))?.equals(Buffer.from(file.content))).toBe(true);
    const pieces = await Promise.all([0, 1, 2].map((index) => store.blobs.read(id, index)));
    expect(pieces.every((piece) => piece && !Buffer.from(piece).includes('canary'))).toBe(true);
    expect(await files.open(uuidv7())).toBeNull();
  });

  it('[FILE-6] does not open when pieces were swapped, or come from another file', async () => {
    const files = create();
    const [{ id }, other] = [await files.keep(aFile()), await files.keep(aFile())];
    const { blobs } = store;
    const readPiece = blobs.read.bind(blobs);
    blobs.read = async (asked, index) => readPiece(asked, index === 0 ? 1 : 0);
    await expect(read(files, id)).rejects.toThrow();
    blobs.read = async (_, index) => readPiece(other.id, index);
    await expect(read(files, id)).rejects.toThrow();
    blobs.read = async (asked, index) => (index === 1 ? null : readPiece(asked, index));
    await expect(read(files, id)).rejects.toThrow('missing');
  });

  it('[FILE-5] is not kept when the scanner finds something, or says nothing', async () => {
    const eicar = 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*';
    let begun = 0;
    const begin = store.blobs.begin.bind(store.blobs);
    store.blobs.begin = async (...args) => {
      begun += 1;
      return begin(...args);
    };
    const infected = aFile({ content: Buffer.from(`x${eicar}`) });
    await expect(create().keep(infected)).rejects.toMatchObject({ code: 'file_infected' });
    const away: FileScanner = { scan: () => Promise.reject(new Error('connection refused')) };
    await expect(create(away).keep(aFile())).rejects.toMatchObject({ code: 'unavailable' });
    expect(begun).toBe(0);
  });

  it("[FILE-7] is refused above the quota of its customer's files", async () => {
    const files = create(testFileScanner, 1_000);
    await files.keep(aFile({ content: Buffer.alloc(900, 'a') }));
    const more = aFile({ content: Buffer.alloc(200, 'a') });
    await expect(files.keep(more)).rejects.toMatchObject({ code: 'files_full' });
    expect(await files.keep({ ...more, customerId: 'ben' })).toMatchObject({ bytes: 200 });
  });

  it('[FILE-8] [T10] is sent by whoever uploaded it, with its preview', async () => {
    const files = create();
    const image = { name: 'a.png', mediaType: 'image/png', content: anImage('image/png') };
    const { id } = await files.keep(aFile(image));
    const asPreview = aFile({ ...image, previewOf: id });
    const stranger = { ...asPreview, uploader: { role: 'agent', id: 'ava' } as const };
    await expect(files.keep(stranger)).rejects.toMatchObject({ code: 'not_found' });
    const preview = await files.keep(asPreview);
    await expect(files.keep(asPreview)).rejects.toMatchObject({ code: 'not_found' });
    const owner = { customerId: 'ava', uploader: UPLOADER, conversationId: uuidv7() };
    await expect(files.attach([id], { ...owner, customerId: 'ben' })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await files.attach([id], owner)).toMatchObject([
      { id, preview: { id: preview.id, width: 1, height: 1 } },
    ]);
  });
});
