import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createKeyRing, type KeyRing, parseKeyRing, SigningKeysError } from './signing-keys.js';

/**
 * The provider's keys in a file of mode 0600. A running server reads it again when it has changed, so that a command
 * can rotate keys meanwhile; a change is a rename, so that nobody reads half a file.
 */
export class SigningKeyFile {
  readonly #file: string;
  #read: { readonly version: string; readonly ring: KeyRing } | null = null;

  constructor(file: string) {
    this.#file = file;
  }

  /**
   * What the file holds now.
   * @throws SigningKeysError naming the file when it is not there or holds something else
   */
  async ring(): Promise<KeyRing> {
    const version = await this.#version();
    if (version === null) throw this.#error('is not there. Make it: `throughline keys rotate --file FILE`');
    if (this.#read?.version !== version) {
      this.#read = { version, ring: await this.#named(async () => parseKeyRing(await this.#text())) };
    }
    return this.#read.ring;
  }

  /** Makes the file unless it is there. Of two that do so at once, both have the keys of one. True when it was missing. */
  async createIfMissing(now: Date): Promise<boolean> {
    const isMissing = (await this.#version()) === null;
    if (isMissing) {
      await mkdir(dirname(this.#file), { recursive: true, mode: 0o700 });
      const ring = await createKeyRing(now);
      await this.#publish(
        `${this.#file}.${randomUUID()}`,
        async () => ring,
        (draft) => link(draft, this.#file).catch(ignoreExisting),
      );
    }
    return isMissing;
  }

  /** @throws SigningKeysError from `change`, or when another command is at it */
  change(change: (ring: KeyRing) => KeyRing | Promise<KeyRing>): Promise<KeyRing> {
    // The draft is also the lock: only one process can have made it.
    return this.#publish(
      `${this.#file}.draft`,
      () => this.#named(async () => change(parseKeyRing(await this.#text()))),
      (draft) => rename(draft, this.#file),
    );
  }

  async #publish(
    draft: string,
    make: () => Promise<KeyRing>,
    put: (draft: string) => Promise<void>,
  ): Promise<KeyRing> {
    const handle = await open(draft, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
      throw this.#error(`is being changed by another process. If none runs, remove ${draft}`);
    });
    try {
      const ring = await make();
      await handle.writeFile(`${JSON.stringify(ring, null, 2)}\n`);
      await handle.sync();
      await put(draft);
      return ring;
    } finally {
      await handle.close();
      await rm(draft, { force: true });
    }
  }

  #text(): Promise<string> {
    return readFile(this.#file, 'utf8');
  }

  /** Null when there is no file. */
  async #version(): Promise<string | null> {
    const stats = await stat(this.#file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      return null;
    });
    return stats && `${stats.ino} ${stats.mtimeMs} ${stats.size}`;
  }

  async #named<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      throw error instanceof SigningKeysError ? this.#error(error.message) : error;
    }
  }

  #error(message: string): SigningKeysError {
    return new SigningKeysError(`${this.#file} ${message}.`);
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
