import { fileTypeFromBuffer } from 'file-type';

/** Media types that can be allowed, and the endings that their files have; the first one is given to files without. */
export const FILE_TYPES: Readonly<Record<string, readonly string[]>> = {
  'image/jpeg': ['jpg', 'jpeg'],
  'image/png': ['png'],
  'image/gif': ['gif'],
  'image/webp': ['webp'],
  'application/pdf': ['pdf'],
  'text/plain': ['txt', 'log'],
  'text/csv': ['csv'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
};

/** Without office documents, which can hold links and objects that are fetched when they are opened. */
export const DEFAULT_FILE_TYPES: readonly string[] = [
  'image/jpeg',
  'image/png',
  'image/gif',
  'image/webp',
  'application/pdf',
  'text/plain',
];

const TEXT: ReadonlySet<string> = new Set(['text/plain', 'text/csv']);
/** What no text has: control characters but tab and line ends. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const NOT_TEXT = /[\0-\x08\x0b\x0c\x0e-\x1f]/;

/** Whether the content is what it is said to be. */
export async function isOfType(content: Uint8Array, mediaType: string): Promise<boolean> {
  const found = await fileTypeFromBuffer(content);
  if (found) return found.mime === mediaType;
  return TEXT.has(mediaType) && isText(content);
}

function isText(content: Uint8Array): boolean {
  try {
    return !NOT_TEXT.test(new TextDecoder('utf-8', { fatal: true }).decode(content));
  } catch {
    return false;
  }
}

const MAX_NAME_LENGTH = 120;
/** Path separators, what Windows reserves, control characters, and what turns the direction of reading. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced
const NOT_IN_NAMES = /[\\/:*?"<>|\0-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** The name without what could lead elsewhere; null when its ending belongs to another type. */
export function cleanFileName(name: string, mediaType: string): string | null {
  const endings = FILE_TYPES[mediaType] ?? [];
  const clean = name
    .normalize('NFC')
    .replace(NOT_IN_NAMES, '_')
    .replace(/^[.\s]+/, '')
    .trim();
  const [, stem = clean, ending] = /^(.*)\.([^.]*)$/s.exec(clean) ?? [];
  if (ending !== undefined && !endings.includes(ending.toLowerCase())) return null;
  return `${stem.slice(0, MAX_NAME_LENGTH) || 'file'}.${ending ?? endings[0]}`;
}
