/** A small repository in a temporary folder, for tests of the checks. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/**
 * Goes when the test ends.
 * @param {Record<string, string | object>} files Text, or what is written as JSON, by path.
 * @returns {string} Its folder.
 */
export function plant(files) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'throughline-planted-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return root;
}

/**
 * Links workspaces as npm does, so that they are found by name.
 * @param {string} root
 * @param {string[]} folders Such as `packages/core`.
 */
export function linkWorkspaces(root, folders) {
  mkdirSync(join(root, 'node_modules/@throughline'), { recursive: true });
  for (const folder of folders) {
    symlinkSync(join(root, folder), join(root, 'node_modules/@throughline', folder.replace(/.*\//, '')));
  }
}
