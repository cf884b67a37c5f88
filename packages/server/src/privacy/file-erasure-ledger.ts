import { mkdir, open, readFile, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ErasureLedger, LedgerEntry } from '@throughline/core';
import { z } from 'zod';

const lineSchema = z.strictObject({
  id: z.uuid(),
  customerId: z.string().min(1),
  subject: z.string().nullable(),
  requestedAt: z.iso.datetime(),
  requestedBy: z.string(),
});

/**
 * Erasures as lines of JSON in a file of mode 0600, which only grows. Several nodes may share one; each may also have
 * its own, because every node adds what the others have erased.
 */
export class FileErasureLedger implements ErasureLedger {
  readonly #file: string;
  readonly #known: Set<string>;

  private constructor(file: string, known: Set<string>) {
    this.#file = file;
    this.#known = known;
  }

  /**
   * Opens the file, or makes it.
   * @throws Error naming the line that is damaged: to start without it could bring erased customers back
   */
  static async open(file: string): Promise<FileErasureLedger> {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      return '';
    });
    const whole = text.lastIndexOf('\n') + 1;
    // The node died while it wrote: nothing had been removed for that line yet.
    if (whole < text.length) await truncate(file, Buffer.byteLength(text.slice(0, whole)));
    return new FileErasureLedger(file, new Set(parse(text.slice(0, whole), file).map(({ id }) => id)));
  }

  async add({ id, customerId, subject, requestedAt, requestedBy }: LedgerEntry): Promise<void> {
    if (this.#known.has(id)) return;
    const line = JSON.stringify({ id, customerId, subject, requestedAt, requestedBy });
    const handle = await open(this.#file, 'a', 0o600);
    try {
      await handle.appendFile(`${line}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    this.#known.add(id);
  }

  async all(): Promise<readonly LedgerEntry[]> {
    const text = await readFile(this.#file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      return '';
    });
    const byId = new Map(parse(text, this.#file).map((entry) => [entry.id, entry]));
    return [...byId.values()];
  }
}

function parse(text: string, file: string): LedgerEntry[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    if (line === '') return [];
    const read = lineSchema.safeParse(parseJson(line));
    if (read.success) return [{ ...read.data, requestedAt: new Date(read.data.requestedAt) }];
    throw new Error(
      `Line ${index + 1} of the erasure ledger ${file} is damaged. Restore the file from its copy, or from another node's: without it, a restored database brings erased customers back.`,
    );
  });
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
