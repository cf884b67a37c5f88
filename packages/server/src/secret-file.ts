import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface SecretFile {
  readonly text: string;
  /** False when the file was there, or another process was faster. */
  readonly isNew: boolean;
}

/**
 * Reads a file for its owner alone (mode 0600), and makes it when it is not there. Processes that make it at once agree
 * on one, and none reads half of it.
 * @param make its text; what it throws is thrown, and no file is made
 */
export async function openSecretFile(
  file: string,
  make: () => string | Promise<string>,
): Promise<SecretFile> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return null;
  });
  if (text !== null) return { text, isNew: false };
  const made = await make();
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomUUID()}`;
  try {
    await writeFile(draft, made, { mode: 0o600, flush: true });
    await link(draft, file);
    return { text: made, isNew: true };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return { text: await readFile(file, 'utf8'), isNew: false };
  } finally {
    await rm(draft, { force: true });
  }
}
