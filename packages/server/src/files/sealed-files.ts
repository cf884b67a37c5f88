import { randomBytes } from 'node:crypto';
import {
  type Attachment,
  type BlobHead,
  type BlobStore,
  type Clock,
  CoreError,
  type FileRules,
  type FileScanner,
  type Files,
  type Masker,
  type NewFile,
  type OpenFile,
  type Sealer,
} from '@throughline/core';
import type { Logger } from '../observability/logger.js';
import { decrypt, encrypt, KEY_BYTES } from '../sealing/aead.js';
import { type CheckedFile, checkFile } from './check-file.js';

export interface FileSettings {
  readonly rules: FileRules;
  /** Of all files of one customer, in bytes. */
  readonly quotaBytes: number;
}

export interface SealedFilesOptions extends FileSettings {
  readonly blobs: BlobStore;
  readonly sealer: Sealer;
  readonly scanner: FileScanner;
  readonly mask: Masker;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly logger: Logger;
}

/** Bounds what an upload or a download holds of a file beside its request. */
const PIECE_BYTES = 256 * 1024;

interface Facts {
  readonly name: string;
  readonly mediaType: string;
  readonly size: { readonly width: number; readonly height: number } | null;
  /** Of this file alone, base64: the customer's key seals it, so without that one the file cannot be read. */
  readonly key: string;
  readonly pieces: number;
}

/** Files as AES-256-GCM pieces under a key of their own, which is sealed with what is known of them. */
export class SealedFiles implements Files {
  readonly rules: FileRules;
  readonly #options: SealedFilesOptions;

  constructor(options: SealedFilesOptions) {
    this.rules = options.rules;
    this.#options = options;
  }

  async keep(file: NewFile): Promise<Attachment> {
    const { mask, scanner, logger } = this.#options;
    const checked = await checkFile(file, this.rules, mask);
    await this.#requireOwnOriginal(file);
    const verdict = await scanner.scan(checked.content).catch((err: unknown) => {
      logger.error({ err }, 'the file scanner did not answer');
      throw new CoreError('unavailable', 'Files cannot be checked at present. Try again in a moment.');
    });
    if (verdict === 'infected') {
      logger.warn({ uploader: file.uploader.role }, 'a file was refused: the scanner found something');
      throw new CoreError('file_infected', 'The file was found to be harmful and was not taken.');
    }
    return this.#store(file, checked);
  }

  async open(id: string): Promise<OpenFile | null> {
    const head = await this.#options.blobs.get(id);
    if (!head) return null;
    const { name, mediaType, key, pieces } = await this.#facts(head);
    const { blobs } = this.#options;
    return {
      head,
      name,
      mediaType,
      pieces: async function* () {
        for (let index = 0; index < pieces; index += 1) {
          const sealed = await blobs.read(id, index);
          if (!sealed) throw new Error(`A piece of the file ${id} is missing.`);
          yield decrypt(Buffer.from(key, 'base64'), pieceBinding(id, index, pieces), sealed);
        }
      },
    };
  }

  async attach(
    ids: readonly string[],
    owner: Parameters<Files['attach']>[1],
  ): Promise<readonly Attachment[]> {
    const { blobs } = this.#options;
    if (!(await blobs.attach(ids, owner))) throw notYours();
    return Promise.all(
      ids.map(async (id) => {
        const head = await blobs.get(id);
        if (!head) throw notYours();
        const preview = await blobs.previewOf(id);
        return toAttachment(head, await this.#facts(head), preview && [preview, await this.#facts(preview)]);
      }),
    );
  }

  /** @throws CoreError `not_found` */
  async #requireOwnOriginal({ previewOf, customerId, uploader }: NewFile): Promise<void> {
    if (previewOf === undefined) return;
    const original = await this.#options.blobs.get(previewOf);
    const isOwn =
      original?.customerId === customerId &&
      original.uploader.role === uploader.role &&
      original.uploader.id === uploader.id &&
      original.previewOf === null &&
      original.conversationId === null;
    if (!isOwn || (await this.#options.blobs.previewOf(previewOf))) throw notYours();
  }

  async #store(file: NewFile, { name, content, size }: CheckedFile): Promise<Attachment> {
    const { blobs, sealer, quotaBytes, clock, newId } = this.#options;
    const { customerId, uploader, mediaType, previewOf = null } = file;
    const id = newId();
    const key = randomBytes(KEY_BYTES);
    const pieces = Math.max(1, Math.ceil(content.length / PIECE_BYTES));
    const facts: Facts = { name, mediaType, size, key: key.toString('base64'), pieces };
    const head = { id, customerId, uploader, previewOf, bytes: content.length, createdAt: clock.now() };
    const sealedFacts = await sealer.seal(customerId, factsBinding(id), JSON.stringify(facts));
    if (!(await blobs.begin({ ...head, sealedFacts }, quotaBytes))) {
      throw new CoreError('files_full', 'There is no more room for files of this customer.');
    }
    for (let index = 0; index < pieces; index += 1) {
      const piece = content.subarray(index * PIECE_BYTES, (index + 1) * PIECE_BYTES);
      await blobs.write(id, index, encrypt(key, pieceBinding(id, index, pieces), piece));
    }
    await blobs.finish(id);
    return toAttachment(head, facts, null);
  }

  async #facts({ id, customerId, sealedFacts }: BlobHead): Promise<Facts> {
    return JSON.parse(await this.#options.sealer.open(customerId, factsBinding(id), sealedFacts)) as Facts;
  }
}

/** Facts moved to another file do not open. */
function factsBinding(id: string): string {
  return `file:${id}`;
}

/** Pieces that are swapped, moved to another file or cut off do not open. */
function pieceBinding(id: string, index: number, pieces: number): string {
  return `piece:${id}:${index}:${pieces}`;
}

function toAttachment(
  { id, bytes }: Pick<BlobHead, 'id' | 'bytes'>,
  { name, mediaType }: Facts,
  preview: readonly [BlobHead, Facts] | null,
): Attachment {
  const attachment = { id, name, mediaType, bytes };
  if (!preview?.[1].size) return attachment;
  return { ...attachment, preview: { id: preview[0].id, ...preview[1].size } };
}

function notYours(): CoreError {
  return new CoreError('not_found', 'There is no such file for this conversation.');
}
