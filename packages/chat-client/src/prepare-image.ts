/** An image as it is sent: upright, of a sensible size, and without what it says about its maker. */
export interface PreparedImage {
  readonly whole: File;
  /** For the list of messages; null when the image is small itself. */
  readonly preview: File | null;
}

/** Longest side, in pixels: enough to read a page that was photographed. */
const WHOLE_PX = 2_048;
const PREVIEW_PX = 480;
const QUALITY = 0.85;
/** A browser's canvas keeps no animation, so those stay as they are. */
const REDRAWN: Readonly<Record<string, string>> = {
  'image/jpeg': 'image/jpeg',
  'image/png': 'image/png',
  'image/webp': 'image/webp',
};

/** Null for what is no image that a canvas can draw: it goes as it is, and the gateway checks and cleans it. */
export async function prepareImage(file: File): Promise<PreparedImage | null> {
  const type = REDRAWN[file.type];
  if (type === undefined) return null;
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const { width, height } = bitmap;
    const longest = Math.max(width, height);
    const redrawn = await draw(bitmap, Math.min(1, WHOLE_PX / longest), type, file.name);
    // A screenshot can grow by being drawn again; the gateway removes what it says about its maker.
    const whole = longest <= WHOLE_PX && redrawn.size > file.size ? file : redrawn;
    const previewType = type === 'image/png' ? 'image/webp' : type;
    const preview =
      longest > PREVIEW_PX ? await draw(bitmap, PREVIEW_PX / longest, previewType, 'preview') : null;
    bitmap.close();
    return { whole, preview };
  } catch {
    return null;
  }
}

async function draw(bitmap: ImageBitmap, scale: number, type: string, name: string): Promise<File> {
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, QUALITY));
  // A browser that cannot write the type answers with PNG.
  if (blob?.type !== type) throw new Error(`no ${type} here`);
  return new File([blob], name, { type });
}
