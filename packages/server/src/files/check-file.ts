import { CoreError, type FileRules, type Masker, type NewFile } from '@throughline/core';
import { imageSize } from 'image-size';
import { cleanFileName, isOfType } from './file-types.js';
import { stripMetadata } from './strip-metadata.js';

/** A file that may be scanned and kept. */
export interface CheckedFile {
  readonly name: string;
  readonly content: Uint8Array;
  /** Of images, in pixels. */
  readonly size: { readonly width: number; readonly height: number } | null;
}

/** Above what phones make; such an image would take a browser more than 250 MB to show. */
const MAX_PIXELS = 64_000_000;
/** A preview is for a list of messages, not to be looked at by itself. */
const MAX_PREVIEW_BYTES = 256 * 1024;
const IMAGE = /^image\//;

/**
 * The file under a name that leads nowhere and is masked, and without what an image says about its maker.
 * @throws CoreError `too_large`, `file_refused`, `masking_failed`
 */
export async function checkFile(file: NewFile, rules: FileRules, mask: Masker): Promise<CheckedFile> {
  const { content, mediaType, previewOf } = file;
  const maxBytes = previewOf === undefined ? rules.maxBytes : Math.min(rules.maxBytes, MAX_PREVIEW_BYTES);
  if (content.length > maxBytes) throw new CoreError('too_large', 'The file is larger than is taken here.');
  if (content.length === 0) throw refused('it is empty');
  if (!rules.types.includes(mediaType)) throw refused('files of its kind are not taken');
  if (previewOf !== undefined && !IMAGE.test(mediaType)) throw refused('a preview is an image');
  // As it was written first: characters that no name may have hold dates and addresses together.
  const name = cleanFileName(maskName(file.name, mask), mediaType);
  if (name === null || !(await isOfType(content, mediaType)))
    throw refused('it is not what it is said to be');
  const size = IMAGE.test(mediaType) ? sizeOf(content) : null;
  return { name: maskName(name, mask), content: size ? strip(content, mediaType) : content, size };
}

function sizeOf(content: Uint8Array): NonNullable<CheckedFile['size']> {
  try {
    const { width, height } = imageSize(content);
    if (width * height <= MAX_PIXELS) return { width, height };
  } catch {
    throw refused('its picture cannot be read');
  }
  throw refused('its picture has too many pixels');
}

function strip(content: Uint8Array, mediaType: string): Uint8Array {
  try {
    return stripMetadata(content, mediaType);
  } catch {
    throw refused('its picture cannot be read');
  }
}

/** The ending stays, so that the file can be opened. */
function maskName(name: string, mask: Masker): string {
  const dot = name.lastIndexOf('.');
  const end = dot < 0 ? name.length : dot;
  try {
    return mask(name.slice(0, end)).text + name.slice(end);
  } catch {
    throw new CoreError('masking_failed', 'The name of the file could not be checked for sensitive data.');
  }
}

function refused(why: string): CoreError {
  return new CoreError('file_refused', `The file was not taken: ${why}.`);
}
