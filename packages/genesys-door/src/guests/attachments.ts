import { createHash, randomBytes } from 'node:crypto';
import { extname } from 'node:path';
import type { Masker } from '@throughline/core';
import {
  type BodyOf,
  CODE,
  GUEST_LIMITS,
  type GuestRequestOf,
  type MessageAttachment,
} from '@throughline/guest-api';
import { fileTypeFromBuffer } from 'file-type';
import type { Deployment, DoorLimits } from '../options.js';
import { cleanFileName } from './clean-text.js';
import type { GuestSession, StoredAttachment } from './model.js';

/** Most attachments kept in memory; the oldest makes room. */
const KEPT = 200;
/** What many kinds of files are made of: it says nothing about the kind. */
const CONTAINERS: ReadonlySet<string> = new Set(['application/zip', 'application/x-cfb', 'application/xml']);

export class AttachmentError extends Error {
  override readonly name = 'AttachmentError';

  constructor(
    readonly code: number,
    message: string,
    readonly attachmentId: string,
  ) {
    super(message);
  }
}

/** Uploads of guests, in memory. Addresses carry an unguessable key, as pre-signed ones do. */
export class Attachments {
  readonly #stored = new Map<string, StoredAttachment>();
  readonly #links = new Map<string, { readonly id: string; readonly expiresAt: number }>();
  readonly #now: () => number;
  readonly #limits: DoorLimits;
  readonly #mask: Masker;

  constructor(now: () => number, limits: DoorLimits, mask: Masker) {
    this.#now = now;
    this.#limits = limits;
    this.#mask = mask;
  }

  /** Allows one upload. @throws AttachmentError, CoreError `masking_failed` */
  announce(
    session: GuestSession,
    request: GuestRequestOf<'onAttachment'>,
    newId: () => string,
    baseUrl: string,
  ): BodyOf<'PresignedUrlResponse'> {
    const id = request.attachmentId ?? newId();
    check(session.deployment, request, id);
    const fileType = request.fileType ?? 'application/octet-stream';
    const key = randomBytes(24).toString('base64url');
    const fileName = cleanFileName(this.#mask, request.fileName);
    this.#keep({
      id,
      sessionToken: session.token,
      key,
      fileName,
      fileType,
      content: null,
    });
    return {
      attachmentId: id,
      url: `${baseUrl}/uploads/${id}/${key}`,
      headers: { 'x-amz-tagging': 'organizationId=throughline' },
      fileName,
      fileType,
    };
  }

  /** What an upload address stands for; null when it is wrong or was used. */
  awaited(id: string, key: string): StoredAttachment | null {
    const stored = this.#stored.get(id);
    return stored && stored.key === key && stored.content === null ? stored : null;
  }

  /**
   * Takes the bytes. What they are, as far as it can be told, counts more than what the guest said they are.
   * Gives the error that the guest learns instead, if there is one.
   */
  async fill(
    attachment: StoredAttachment,
    deployment: Deployment,
    content: Buffer,
  ): Promise<AttachmentError | null> {
    const refuse = (code: number, message: string) => {
      this.#stored.delete(attachment.id);
      return new AttachmentError(code, message, attachment.id);
    };
    if (content.length === 0) return refuse(CODE.fileSizeZero, 'The file is empty.');
    if (content.length > deployment.maxFileSizeKB * 1024) {
      return refuse(CODE.fileSizeInvalid, 'The file is too large.');
    }
    const found = await fileTypeFromBuffer(content);
    const kind = found && !CONTAINERS.has(found.mime) ? found : null;
    if (kind && !isAllowed(deployment, kind.mime, `.${kind.ext}`)) {
      return refuse(CODE.fileContentInvalid, 'The content is of a type that is not allowed.');
    }
    this.#keep({ ...attachment, fileType: kind?.mime ?? attachment.fileType, content });
    return null;
  }

  /** An uploaded file of this session. @throws AttachmentError */
  of(session: GuestSession, id: string): StoredAttachment & { readonly content: Buffer } {
    const stored = this.#stored.get(id);
    if (!stored || stored.sessionToken !== session.token) {
      throw new AttachmentError(CODE.attachmentNotFound, 'Attachment not found.', id);
    }
    const { content } = stored;
    if (!content) {
      throw new AttachmentError(CODE.attachmentNotUploaded, 'Attachment has not been uploaded.', id);
    }
    return { ...stored, content };
  }

  /** @throws AttachmentError */
  delete(session: GuestSession, id: string): void {
    const stored = this.#stored.get(id);
    if (!stored || stored.sessionToken !== session.token) {
      throw new AttachmentError(CODE.attachmentNotFound, 'Attachment not found.', id);
    }
    this.#stored.delete(id);
  }

  /** A short-lived address to read the file. */
  link(id: string, baseUrl: string): string {
    const key = randomBytes(24).toString('base64url');
    this.#links.set(key, { id, expiresAt: this.#now() + this.#limits.downloadSeconds * 1000 });
    if (this.#links.size > KEPT * 20) this.#links.delete(this.#links.keys().next().value ?? '');
    return `${baseUrl}/downloads/${key}`;
  }

  /** Null when the address is unknown or its time is over. */
  linked(key: string): (StoredAttachment & { readonly content: Buffer }) | null {
    const link = this.#links.get(key);
    const stored = link && link.expiresAt > this.#now() ? this.#stored.get(link.id) : undefined;
    return stored?.content ? { ...stored, content: stored.content } : null;
  }

  describe(attachment: StoredAttachment & { readonly content: Buffer }, baseUrl: string): MessageAttachment {
    const { id, fileName, fileType, content } = attachment;
    return {
      id,
      filename: fileName,
      mediaType: mediaTypeOf(fileType),
      mime: fileType,
      fileSize: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
      url: this.link(id, baseUrl),
    };
  }

  #keep(attachment: StoredAttachment): void {
    this.#stored.delete(attachment.id);
    this.#stored.set(attachment.id, attachment);
    if (this.#stored.size > KEPT) this.#stored.delete(this.#stored.keys().next().value ?? '');
  }
}

function check(deployment: Deployment, request: GuestRequestOf<'onAttachment'>, id: string): void {
  const { fileName, fileType, fileSize } = request;
  const refuse = (code: number, message: string): never => {
    throw new AttachmentError(code, message, id);
  };
  const extension = extname(fileName).toLowerCase();
  if (deployment.fileTypes.length === 0) refuse(CODE.featureUnavailable, 'Uploads are not available.');
  if (fileName.length > GUEST_LIMITS.fileNameCharacters)
    refuse(CODE.fileNameTooLong, 'The file name is too long.');
  if (extension === '' || /[/\\\0]/.test(fileName)) refuse(CODE.fileNameInvalid, 'The file name is invalid.');
  if (!isAllowed(deployment, fileType, extension)) {
    refuse(CODE.fileTypeInvalid, 'The file type is not allowed.');
  }
  if (fileSize === 0) refuse(CODE.fileSizeZero, 'The file is empty.');
  if (fileSize !== undefined && (fileSize < 0 || fileSize > deployment.maxFileSizeKB * 1024)) {
    refuse(CODE.fileSizeInvalid, 'The file is too large.');
  }
}

/** @param extension Lower case, with dot. */
function isAllowed(
  { fileTypes, blockedExtensions }: Deployment,
  mime: string | undefined,
  extension: string,
): boolean {
  const isListed = fileTypes.includes('*/*') || (mime !== undefined && fileTypes.includes(mime));
  return isListed && !blockedExtensions.includes(extension);
}

function mediaTypeOf(mime: string): MessageAttachment['mediaType'] {
  const [family = ''] = mime.split('/');
  const known = { image: 'Image', video: 'Video', audio: 'Audio' } as const;
  return known[family as keyof typeof known] ?? 'File';
}
