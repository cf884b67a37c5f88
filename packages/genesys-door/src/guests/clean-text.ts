import { extname } from 'node:path';
import { CoreError, type Masker, type MessageMasker, type UnmaskedMessage } from '@throughline/core';

/** A text as it may be kept. @throws CoreError `masking_failed` */
export function cleanText(mask: Masker, text: string): ReturnType<Masker> {
  return orWithhold(() => mask(text));
}

/** The same for a message, with what must become of earlier ones. @throws CoreError `masking_failed` */
export function cleanMessage(mask: MessageMasker, message: UnmaskedMessage): ReturnType<MessageMasker> {
  return orWithhold(() => mask(message));
}

function orWithhold<Masked>(masked: () => Masked): Masked {
  try {
    return masked();
  } catch {
    throw new CoreError('masking_failed', 'The text could not be checked for sensitive data.');
  }
}

/** Names and values as they may be kept. @throws CoreError `masking_failed` */
export function cleanValues(mask: Masker, values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [cleanText(mask, name).text, cleanText(mask, value).text]),
  );
}

/** A file's name as it may be kept, with its extension. @throws CoreError `masking_failed` */
export function cleanFileName(mask: Masker, fileName: string): string {
  const extension = extname(fileName);
  const stem = fileName.slice(0, fileName.length - extension.length);
  return `${cleanText(mask, stem).text}${extension}`;
}
