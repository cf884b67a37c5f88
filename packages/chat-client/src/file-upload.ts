import {
  type Attachment,
  type ErrorCode,
  FILE_NAME_HEADER,
  REQUESTED_BY_HEADER,
} from '@throughline/protocol';
import { prepareImage } from './prepare-image.js';

export interface UploadTarget {
  /** Address of the gateway's files. */
  readonly url: string;
  /** The gateway is on another origin of the site. */
  readonly crossOrigin?: boolean;
}

export interface FileUpload {
  /** Rejects with {@link UploadError}. */
  readonly done: Promise<Attachment>;
  cancel(): void;
}

/** Why a file was not taken: a code of the gateway, or `unreachable`, or `cancelled`. */
export class UploadError extends Error {
  override readonly name = 'UploadError';

  constructor(readonly code: ErrorCode | 'unreachable' | 'cancelled') {
    super(`The file was not taken: ${code}.`);
  }
}

/** The connection carries nothing for this long: it is given up, in milliseconds. */
const SILENCE_MS = 30_000;

/**
 * Sends a file to the gateway; an image is made smaller first, and its preview follows it. `onProgress` gets the part
 * that has gone out, from 0 to 1.
 */
export function startUpload(
  file: File,
  target: UploadTarget,
  onProgress: (part: number) => void = () => {},
): FileUpload {
  const giveUp = new AbortController();
  const run = async (): Promise<Attachment> => {
    const image = await prepareImage(file);
    const attachment = await post(target, '', image?.whole ?? file, onProgress, giveUp.signal);
    if (image?.preview) {
      const query = `previewOf=${attachment.id}`;
      // Without its preview the image is shown as a file: no reason to lose it.
      await post(target, query, image.preview, () => {}, giveUp.signal).catch((error: unknown) => {
        if (error instanceof UploadError && error.code === 'cancelled') throw error;
      });
    }
    return attachment;
  };
  return { done: run(), cancel: () => giveUp.abort() };
}

/** `fetch` does not tell how much has gone out. */
function post(
  { url, crossOrigin = false }: UploadTarget,
  query: string,
  file: File,
  onProgress: (part: number) => void,
  signal: AbortSignal,
): Promise<Attachment> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const fail = (code: UploadError['code']) => () => reject(new UploadError(code));
    let alarm: ReturnType<typeof setTimeout>;
    const restart = () => {
      clearTimeout(alarm);
      alarm = setTimeout(() => request.abort(), SILENCE_MS);
    };
    request.open('POST', query === '' ? url : `${url}${url.includes('?') ? '&' : '?'}${query}`);
    request.withCredentials = crossOrigin;
    request.responseType = 'json';
    request.setRequestHeader('content-type', file.type || 'application/octet-stream');
    request.setRequestHeader(REQUESTED_BY_HEADER, 'throughline');
    request.setRequestHeader(FILE_NAME_HEADER, encodeURIComponent(shortName(file.name)));
    request.upload.onprogress = ({ loaded, total }) => {
      restart();
      onProgress(total > 0 ? loaded / total : 0);
    };
    request.onload = () => {
      if (request.status === 201) resolve(request.response as Attachment);
      else fail((request.response as { error?: { code?: ErrorCode } } | null)?.error?.code ?? 'internal')();
    };
    request.onerror = fail('unreachable');
    request.onabort = () => fail(signal.aborted ? 'cancelled' : 'unreachable')();
    request.onloadend = () => clearTimeout(alarm);
    if (signal.aborted) return fail('cancelled')();
    signal.addEventListener('abort', () => request.abort(), { once: true });
    restart();
    request.send(file);
  });
}

/** Percent-encoded, a character takes up to twelve; the gateway reads 1,024. */
const MAX_NAME_LENGTH = 80;

/** The end is what tells the type. */
function shortName(name: string): string {
  return [...name].slice(-MAX_NAME_LENGTH).join('');
}
