import { setTimeout as pause } from 'node:timers/promises';
import type { Attachment, LinkedFile } from '@throughline/core';
import { CODE, type GuestResponse } from '@throughline/guest-api';
import { ConnectionLost, GuestRefusal } from './errors.js';
import { fileAddress } from './file-address.js';
import type { GuestSocket } from './guest-socket.js';

/** What became of an upload, as the other side tells it afterwards. */
type Verdict = { readonly kind: 'taken' } | { readonly kind: 'refused'; readonly code: number };

/** Uploads whose verdict is still to come, by the id of their file. */
export class Uploads {
  readonly #waiting = new Map<string, (verdict: Verdict) => void>();

  /** True when the frame was the verdict on an upload. */
  settle(frame: GuestResponse): boolean {
    if (frame.class === 'UploadSuccessEvent') return this.#tell(frame.body.attachmentId, { kind: 'taken' });
    if (frame.class !== 'UploadFailureEvent') return false;
    const { attachmentId = '', errorCode } = frame.body;
    return this.#tell(attachmentId, { kind: 'refused', code: errorCode });
  }

  verdictOn(attachmentId: string): Promise<Verdict> {
    return new Promise((resolve) => this.#waiting.set(attachmentId, resolve));
  }

  #tell(attachmentId: string, verdict: Verdict): boolean {
    this.#waiting.get(attachmentId)?.(verdict);
    return this.#waiting.delete(attachmentId);
  }
}

export interface Uploading {
  readonly socket: GuestSocket;
  readonly uploads: Uploads;
  readonly token: string;
  readonly apiUrl: string;
  readonly newId: () => string;
  /** How long the bytes and the verdict may take, in milliseconds. */
  readonly patienceMs: number;
  readonly signal: AbortSignal;
}

const TRIES = 3;
const RETRY_MS = 1_000;

/**
 * Brings a file to the other side, under its own id, so that doing it twice is doing it once.
 * @throws GuestRefusal when the file is not taken, whatever is tried; ConnectionLost
 */
export async function upload(file: Attachment, content: LinkedFile, uploading: Uploading): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (await tryUpload(file, content, uploading)) return;
    if (!uploading.socket.isOpen) break;
    await pause(RETRY_MS, undefined, { signal: uploading.signal });
  }
  throw new ConnectionLost('The fate of a file is not known.');
}

/** False when it is not known what became of it. */
async function tryUpload(
  { id, name, mediaType, bytes }: Attachment,
  content: LinkedFile,
  uploading: Uploading,
): Promise<boolean> {
  const { socket, uploads, token, apiUrl, newId, patienceMs, signal } = uploading;
  const answer = await socket.request({
    action: 'onAttachment',
    token,
    tracingId: newId(),
    attachmentId: id,
    fileName: name,
    fileType: mediaType,
    fileSize: bytes,
    errorsAsJson: true,
  });
  if (answer.kind === 'unknown') return false;
  if (answer.kind === 'refused') return refuse(answer.code);
  const { frame } = answer;
  if (frame.class === 'GenerateUrlError') return refuse(frame.body.errorCode);
  if (frame.class !== 'PresignedUrlResponse') return false;
  const url = fileAddress(frame.body.url, apiUrl);
  if (!url) return false;
  const verdict = uploads.verdictOn(id);
  const patience = AbortSignal.timeout(patienceMs);
  const put = await fetch(url, {
    method: 'PUT',
    headers: { ...frame.body.headers, 'content-type': mediaType },
    body: await wholeOf(content),
    redirect: 'error',
    signal: AbortSignal.any([signal, patience]),
  }).catch(() => null);
  await put?.body?.cancel();
  if (!put?.ok) return false;
  const tooLate = new Promise<null>((resolve) =>
    AbortSignal.any([signal, patience]).addEventListener('abort', () => resolve(null)),
  );
  const said = await Promise.race([verdict, tooLate]);
  if (said?.kind === 'refused') return refuse(said.code);
  return said !== null;
}

/** A refusal for the file itself stands; any other may pass. */
function refuse(code: number): false {
  const isFinal =
    (code >= CODE.featureUnavailable && code < CODE.sessionExpired) || code === CODE.fileSizeZero;
  if (isFinal || code === CODE.forbidden) throw new GuestRefusal(code, 'A file was refused.');
  return false;
}

async function wholeOf(content: LinkedFile): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  for await (const piece of content.pieces()) pieces.push(piece);
  return Uint8Array.from(Buffer.concat(pieces));
}
