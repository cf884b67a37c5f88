import type { Attachment, Attachments } from '@throughline/protocol';
import { h } from '../dom.js';
import { draw } from '../loader/drawing.js';
import { sizeOf } from './sizes.js';
import { richWords } from './words.js';

const SHEET = 'M7 3h7l5 5v13H7a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2ZM14 3v5h5';

/** The files of a message, to be downloaded; pictures show what they are of. */
export function createFiles({ files }: Attachments, filesUrl: string): HTMLElement {
  return h('ul', { class: 'files' }, ...files.map((file) => h('li', {}, linkOf(file, filesUrl))));
}

function linkOf(file: Attachment, filesUrl: string): HTMLElement {
  const size = sizeOf(file.bytes);
  const link = h(
    'a',
    {
      class: 'file',
      href: `${filesUrl}/${file.id}`,
      download: file.name,
      'aria-label': richWords.downloadFile(file.name, size),
    },
    draw(SHEET),
    h('span', {}, h('bdi', {}, file.name), h('small', {}, size)),
  );
  if (file.preview) drawPreview(link, `${filesUrl}/${file.preview.id}`, file.preview);
  return link;
}

/**
 * Fetched and drawn, not loaded as an image: so the portal's policy needs nothing but `connect-src`. Without it the file's
 * name stays.
 */
async function drawPreview(
  link: HTMLElement,
  url: string,
  { width, height }: NonNullable<Attachment['preview']>,
): Promise<void> {
  const canvas = h('canvas', { 'aria-hidden': 'true' });
  canvas.width = width;
  canvas.height = height;
  link.prepend(canvas);
  try {
    const response = await fetch(url, { credentials: 'include' });
    if (!response.ok) throw new Error('no preview');
    const bitmap = await createImageBitmap(await response.blob());
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0, width, height);
    bitmap.close();
  } catch {
    canvas.remove();
  }
}
