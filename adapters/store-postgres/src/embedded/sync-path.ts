import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Syncs one file or folder to disk. */
export function syncPath(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
