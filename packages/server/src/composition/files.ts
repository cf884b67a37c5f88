import type { BlobStore, Masker } from '@throughline/core';
import { v7 as uuidv7 } from 'uuid';
import type { ServerOptions } from '../config/options.js';
import { ClamdScanner } from '../files/clamd-scanner.js';
import { SealedFiles } from '../files/sealed-files.js';
import { testFileScanner } from '../files/test-file-scanner.js';
import type { Foundation } from './foundation.js';

/** Null when no files are taken. */
export function composeFiles(
  { files }: ServerOptions,
  { store, sealer, clock, logger }: Foundation,
  mask: Masker,
): SealedFiles | null {
  if (!files) return null;
  const { scanner, ...settings } = files;
  return new SealedFiles({
    ...settings,
    blobs: store.blobs,
    sealer,
    scanner: scanner === 'test' ? testFileScanner : new ClamdScanner(scanner),
    mask,
    clock,
    newId: uuidv7,
    logger,
  });
}

/** How long a file waits for being sent, in milliseconds. */
const UNSENT_MS = 3_600_000;

/** Files that are never sent are forgotten, also when none are taken any more. */
export function unsentFiles(blobs: BlobStore) {
  return {
    purgeExpired: (now: Date, limit: number) =>
      blobs.deleteUnsent(new Date(now.getTime() - UNSENT_MS), limit),
  };
}
