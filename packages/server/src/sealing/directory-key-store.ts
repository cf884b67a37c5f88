import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { type CustomerKeys, type KeyGeneration, type KeyStore, nextGeneration } from '@throughline/core';
import { z } from 'zod';

const NONE: CustomerKeys = { generations: [], destroyedThrough: 0 };
const SUFFIX = '.json';

/**
 * Wrapped keys as one small file a customer, for one process. Files are replaced whole and synced; what they held
 * before is overwritten. On disks that write elsewhere on every change (SSDs, copy-on-write file systems) the old
 * bytes can stay until the disk uses them again: encrypt such a disk.
 */
export class DirectoryKeyStore implements KeyStore {
  readonly #folder: string;
  /** The last change of each customer's file that is under way. */
  readonly #changes = new Map<string, Promise<unknown>>();

  #ready: Promise<void> | undefined;

  /** Touches the folder on first use, so that whoever opens it has made sure before that it is nobody else's. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  async get(customerId: string): Promise<CustomerKeys> {
    await this.#prepared();
    try {
      return parseKeys(await readFile(this.#fileOf(customerId), 'utf8'), customerId);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return NONE;
      throw error;
    }
  }

  addGeneration(customerId: string, key: KeyGeneration): Promise<CustomerKeys> {
    return this.#change(customerId, (known) =>
      key.generation === nextGeneration(known)
        ? { ...known, generations: [...known.generations, key] }
        : known,
    );
  }

  async rewrap(customerId: string, from: string, key: KeyGeneration): Promise<boolean> {
    const changed = await this.#change(customerId, (known) => {
      const at = known.generations.findIndex(({ generation }) => generation === key.generation);
      return known.generations[at]?.wrappedBy === from
        ? { ...known, generations: known.generations.with(at, key) }
        : known;
    });
    return changed.generations.includes(key);
  }

  async destroy(customerId: string, through?: number): Promise<number> {
    const { destroyedThrough } = await this.#change(customerId, (known) => {
      const destroyed = Math.max(known.destroyedThrough, through ?? nextGeneration(known) - 1);
      return {
        generations: known.generations.filter(({ generation }) => generation > destroyed),
        destroyedThrough: destroyed,
      };
    });
    return destroyedThrough;
  }

  async list(after: string | null, limit: number): Promise<readonly string[]> {
    await this.#prepared();
    const names = (await readdir(this.#folder)).filter((name) => name.endsWith(SUFFIX));
    const ids = names.map((name) => decodeURIComponent(name.slice(0, -SUFFIX.length)));
    const behind = after === null ? ids : ids.filter((id) => id > after);
    return behind.toSorted((a, b) => (a < b ? -1 : 1)).slice(0, limit);
  }

  #prepared(): Promise<void> {
    this.#ready ??= prepare(this.#folder);
    return this.#ready;
  }

  #fileOf(customerId: string): string {
    return join(this.#folder, `${encodeURIComponent(customerId)}${SUFFIX}`);
  }

  /** One change of a customer's file after the other. */
  #change(customerId: string, change: (known: CustomerKeys) => CustomerKeys): Promise<CustomerKeys> {
    const before = this.#changes.get(customerId) ?? Promise.resolve();
    const next = before
      .catch(() => undefined)
      .then(async () => {
        const known = await this.get(customerId);
        const changed = change(known);
        if (changed !== known) await this.#replace(this.#fileOf(customerId), formatKeys(changed));
        return changed;
      });
    this.#changes.set(customerId, next);
    const settle = () => this.#changes.get(customerId) === next && this.#changes.delete(customerId);
    next.then(settle, settle);
    return next;
  }

  async #replace(file: string, text: string): Promise<void> {
    const own = `${file}.${randomUUID()}`;
    const old = `${own}.old`;
    await write(own, text);
    // The old file gets a second name first, by which it is found and overwritten whatever happens in between.
    const hadOld = await link(file, old).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return false;
        throw error;
      },
    );
    await rename(own, file);
    await this.#sync();
    if (hadOld) await shred(old);
  }

  async #sync(): Promise<void> {
    const folder = await open(this.#folder, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }
}

/** Makes the folder when it is missing, and finishes what a crash cut short. */
async function prepare(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of await readdir(folder)) {
    if (!name.endsWith(SUFFIX)) await shred(join(folder, name));
  }
}

async function write(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Overwrites the file where it stands, then removes its name. */
async function shred(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    const { size } = await handle.stat();
    await handle.write(Buffer.alloc(size), 0, size, 0);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await unlink(file);
}

const fileSchema = z.strictObject({
  destroyedThrough: z.int().min(0),
  generations: z.array(
    z.strictObject({ generation: z.int().min(1), wrappedBy: z.string(), wrapped: z.base64() }),
  ),
});

function parseKeys(text: string, customerId: string): CustomerKeys {
  const parsed = fileSchema.safeParse(toJson(text));
  if (!parsed.success) {
    throw new Error(
      `The key file of the customer ${customerId} is damaged. Restore it from the backup of the keys.`,
    );
  }
  const { destroyedThrough, generations } = parsed.data;
  return {
    destroyedThrough,
    generations: generations.map(({ wrapped, ...key }) => ({
      ...key,
      wrapped: Uint8Array.from(Buffer.from(wrapped, 'base64')),
    })),
  };
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function formatKeys({ destroyedThrough, generations }: CustomerKeys): string {
  const keys = generations.map(({ generation, wrappedBy, wrapped }) => ({
    generation,
    wrappedBy,
    wrapped: Buffer.from(wrapped).toString('base64'),
  }));
  return `${JSON.stringify({ destroyedThrough, generations: keys })}\n`;
}
